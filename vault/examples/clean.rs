use std::io::Write as _;
fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap();
        let start = std::time::Instant::now();
        match vault::clean::clean(&bytes) {
            Ok(cleaned) => {
                let out = format!("{path}.clean.{}", cleaned.kind.extension());
                println!("{path}: {} -> {:?} in {:?}", bytes.len(), cleaned, start.elapsed());
                std::fs::File::create(out).unwrap().write_all(&cleaned.bytes).unwrap();
            }
            Err(refused) => println!("{path}: REFUSED {refused:?} in {:?}", start.elapsed()),
        }
    }
}
