// The bounds of everything that is read, and why each is what it is.

const KIB = 1024;
const MIB = 1024 * KIB;

/** An identity file is some hundred bytes; a generous bound keeps a wrong pick from being read whole. */
export const IDENTITY_BYTES = 64 * KIB;

/** Keys in one identity file: rotation leaves a few, never dozens. */
export const IDENTITY_KEYS = 16;

/** age's own upper bound for a work factor that is met while decrypting in a browser (1 GiB of memory at 20). */
export const WORK_FACTOR = 20;

/** What a key made here asks for, as `age` and `ikrar tips keygen` do: 256 MiB and a second or two. */
export const MADE_WORK_FACTOR = 18;

/** Typing pauses for this long before a passphrase is judged. */
export const JUDGE_MILLIS = 150;

/** An envelope holds at most 64 MiB; age adds 16 bytes per 64 KiB and a header. */
export const SEALED_BYTES = 66 * MIB;

/** Stanzas of a hundred recipients fit in 16 KiB. Each one costs a scalar multiplication. */
export const HEADER_BYTES = 64 * KIB;

/** As the vault's own reader has it. */
export const ENTRIES = 64;
export const UNPACKED_BYTES = 64 * MIB;

/** Letters of a file's name, inside an envelope and on the screen. */
export const NAME_LETTERS = 100;

/** Files that are open at once, and their bytes: a phone has to hold them all. */
export const FILES = 60;
export const HELD_BYTES = 256 * MIB;

/** Letters of one text on the screen; a report is a few thousand. */
export const TEXT_LETTERS = 400_000;

/** A browser decodes four bytes a pixel: 64 million are 256 MiB. The largest phone cameras make 50 to 64. */
export const PICTURE_PIXELS = 64_000_000;

/** Pages of a PDF that one may turn; the rest stays reachable by saving the file. */
export const PDF_PAGES = 500;

/** Canvas pixels of one page: what all phones of the last ten years can hold. */
export const PAGE_PIXELS = 12_000_000;

/** A page that takes longer than this is given up. */
export const PAGE_MILLIS = 45_000;

/** Without a touch for this long the reader locks itself, and warns one minute before. */
export const IDLE_MILLIS = 10 * 60_000;
export const WARNING_MILLIS = 60_000;
