//! `ikrar init`: a commented configuration, the data folder, and the first superadmin's code.

use std::{fs::OpenOptions, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path, process::ExitCode};

use anyhow::Context as _;

use super::{admin, folder::create_private, upgrade};
use crate::{
    access::Role,
    clock::{Clock as _, SystemClock},
    config::{Config, EXAMPLE, FILE_NAME},
    db::Db,
    texts::Lang,
};

pub async fn run(file: Option<&Path>, lang: Lang) -> anyhow::Result<ExitCode> {
    let path = file.unwrap_or(Path::new(FILE_NAME));
    // It may come to hold the token.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(mut created) => {
            created.write_all(EXAMPLE.as_bytes()).with_context(|| format!("writing {}", path.display()))?;
            say!("wrote {}; put the bot's token there or in IKRAR_TELEGRAM__TOKEN", path.display())?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            say!("{} is there already; left as it is", path.display())?;
        }
        Err(error) => return Err(error).with_context(|| format!("creating {}", path.display())),
    }
    let environment = std::env::vars().filter(|(name, _)| name.starts_with("IKRAR_")).collect();
    let config = Config::load(Some(path), &environment)?;
    create_private(&config.data_dir)?;
    say!("data folder: {} (mode 0700)", config.data_dir.display())?;
    upgrade::prepare(&config).await?;
    let db = Db::open(&config.database()).await?;
    if admin::has_superadmin(&db).await? {
        say!("a superadmin has been appointed already; for another code: ikrar admin claim-code")?;
        return Ok(ExitCode::SUCCESS);
    }
    admin::print_claim_code(&db, Role::Superadmin, "superadmin", SystemClock.now(), lang).await?;
    say!("next: ikrar document import FILE, ikrar roster import FILE, ikrar doctor, ikrar run")?;
    Ok(ExitCode::SUCCESS)
}
