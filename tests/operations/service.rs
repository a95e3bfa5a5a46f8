//! What stands around the program: systemd, a proxy.

use std::{
    fs,
    os::unix::net::UnixDatagram,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use crate::program::{Running, bot, example, folder, installed, names, set_mode, telegram, text};

/// What systemd is told.
#[tokio::test(flavor = "multi_thread")]
async fn systemd_hears_that_it_is_ready_alive_and_stopping() {
    let (sim, home) = (telegram().await, installed());
    let path = home.path().join("notify");
    let socket = UnixDatagram::bind(&path).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let mut command = bot(home.path(), &sim);
    command.arg("run").env("NOTIFY_SOCKET", &path).env("WATCHDOG_USEC", "2000000");
    let running = Running::of(&mut command);
    let hear = || {
        let mut bytes = [0; 200];
        let count = socket.recv(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes[..count]).into_owned()
    };
    assert!(hear().contains("READY=1"));
    assert!(hear().contains("WATCHDOG=1"));
    assert!(hear().contains("WATCHDOG=1"));
    let ended = std::thread::spawn(move || running.end());
    let began = Instant::now();
    while !hear().contains("STOPPING=1") {
        assert!(began.elapsed() < Duration::from_secs(20));
    }
    assert!(ended.join().unwrap());
}

/// The largest body that is let in stays in memory: with the folder for bodies gone, nginx could not spool one.
#[test]
fn the_sample_for_nginx_keeps_bodies_off_the_disk() {
    if Command::new("nginx").arg("-v").output().is_err() {
        eprintln!("skipped: this needs nginx");
        return;
    }
    let sample = fs::read_to_string(example("nginx.conf")).unwrap();
    assert_eq!(post_through(&sample, 25_000), "200");
    assert_eq!(post_through(&sample, 900_000), "200");
    assert_eq!(post_through(&sample, 1_100_000), "413", "more is refused");
    // That the trial sees a body that is spooled.
    let stock: String =
        sample.lines().filter(|line| !line.contains("client_body")).map(|line| format!("{line}\n")).collect();
    assert_eq!(post_through(&stock, 25_000), "500");
}

/// The status of a request with a body of so many bytes.
fn post_through(sample: &str, bytes: usize) -> String {
    use std::io::{Read as _, Write as _};
    let folder = folder();
    // The workers of a master that is root are somebody else.
    set_mode(folder.path(), 0o755);
    let backend = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let behind = backend.local_addr().unwrap();
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let server: String = sample
        .replace("listen 443 ssl;", &format!("listen 127.0.0.1:{port};"))
        .replace("127.0.0.1:8443", &behind.to_string())
        .replace("/var/log/nginx/ikrar.error.log", "stderr")
        .replace("deny all;", "allow 127.0.0.1; deny all;")
        .lines()
        .filter(|line| !line.trim().starts_with("ssl_"))
        .map(|line| format!("{line}\n"))
        .collect();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let temporary: String = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
        .map(|of| format!("{of}_temp_path {};\n", path(of)))
        .concat();
    let config = format!(
        "daemon off;\npid {};\nerror_log stderr;\nevents {{}}\nhttp {{\n{temporary}{server}}}\n",
        path("nginx.pid")
    );
    fs::write(folder.path().join("nginx.conf"), config).unwrap();
    let log = fs::File::create(folder.path().join("log")).unwrap();
    let mut nginx = Command::new("nginx");
    nginx.args(["-p", &path(""), "-c", &path("nginx.conf")]).stdout(Stdio::null()).stderr(log);
    let nginx = Running(nginx.spawn().unwrap());
    std::thread::spawn(move || {
        for stream in backend.incoming() {
            let mut stream = stream.unwrap();
            let mut got = vec![0; 1 << 21];
            let (mut length, mut whole) = (0, usize::MAX);
            while length < whole {
                let read = stream.read(&mut got[length..]).unwrap_or(0);
                if read == 0 {
                    break;
                }
                length += read;
                if let Some(end) = got[..length].windows(4).position(|four| four == b"\r\n\r\n") {
                    whole = end + 4 + bytes;
                }
            }
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    let began = Instant::now();
    let mut stream = loop {
        match std::net::TcpStream::connect(("127.0.0.1", port)) {
            Ok(stream) => break stream,
            Err(_) => assert!(
                began.elapsed() < Duration::from_secs(20),
                "{}",
                fs::read_to_string(folder.path().join("log")).unwrap()
            ),
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    fs::remove_dir_all(folder.path().join("client_body")).unwrap();
    let head = format!("POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: {bytes}\r\nConnection: close\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let _ = stream.write_all(&vec![b'x'; bytes]);
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).unwrap();
    drop(stream);
    assert!(nginx.end());
    String::from_utf8_lossy(&answer[9..]).into_owned()
}

#[test]
fn the_units_are_what_systemd_takes() {
    if Command::new("systemd-analyze").arg("--version").output().is_err() {
        eprintln!("skipped: this needs systemd-analyze");
        return;
    }
    let folder = folder();
    let units: Vec<String> = names(Path::new(&example("")))
        .into_iter()
        .filter(|name| name.ends_with(".service") || name.ends_with(".timer"))
        .collect();
    assert_eq!(units.len(), 5);
    for unit in &units {
        // It looks whether the program is there.
        let text = fs::read_to_string(example(unit)).unwrap().replace("/usr/local/bin/ikrar", "/bin/true");
        fs::write(folder.path().join(unit), text).unwrap();
    }
    let output =
        Command::new("systemd-analyze").arg("verify").args(&units).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success() && text(&output).is_empty(), "{}", text(&output));
    let main = fs::read_to_string(example("ikrar.service")).unwrap();
    for wanted in [
        "Type=notify",
        "WatchdogSec=",
        "LimitCORE=0",
        "MemorySwapMax=0",
        "RestrictAddressFamilies=",
        "SystemCallFilter=",
        "ProtectProc=invisible",
    ] {
        assert!(main.contains(&format!("\n{wanted}")), "{wanted}");
    }
}
