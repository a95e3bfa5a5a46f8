//! Receipts: 80 random bits that find a case and open the replies to it; nobody else keeps them.
