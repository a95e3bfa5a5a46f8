// The worker in which PDF.js reads documents: nothing of ours, only its own code.

import "pdfjs-dist/legacy/build/pdf.worker.mjs";
