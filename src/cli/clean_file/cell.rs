//! The cell of the process that cleans files: what is taken from it before it sees a byte, and a try to get out.

use std::{
    fs::{File, OpenOptions},
    io,
    net::{TcpListener, UdpSocket},
    os::unix::net::UnixDatagram,
    path::Path,
    process::Command,
};

use serde::{Deserialize, Serialize};

/// Bytes of address space. The hungriest file within the limits, a progressive JPEG of 50 megapixels that lies on its
/// side, takes a third of it; beside it the program itself is mapped.
const MEMORY: u64 = 1 << 30;

/// Seconds on the processor: what waits for the answer gives up after twenty.
const SECONDS: u64 = 18;

/// Bytes of stack, should the one that started this have less: nesting is bounded, but frames are large.
const STACK: u64 = 16 << 20;

/// Which walls stand. Limits hold everywhere; the others where the kernel has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walls {
    /// No other process of the same user may read its memory, and no core handler gets it.
    pub not_dumpable: bool,
    /// No file, no TCP port, no abstract socket (Landlock).
    pub landlock: Landlock,
    /// No system call but the few that decoding takes (seccomp).
    pub seccomp: bool,
}

impl Walls {
    pub fn are_whole(self) -> bool {
        self.not_dumpable && self.landlock == Landlock::Whole && self.seccomp
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Landlock {
    Whole,
    /// An older kernel: files, but not all of the rest.
    Partly,
    None,
}

/// Builds the cell around this process. For good: there is no door.
///
/// # Errors
/// Where the limits cannot be set; what the kernel lacks is no error.
pub fn confine() -> io::Result<Walls> {
    // In this order: a ruleset takes a descriptor for a moment, and the filter lets no limit be set.
    let not_dumpable = forbid_dumps();
    let landlock = walls::landlock();
    limit()?;
    Ok(Walls { not_dumpable, landlock, seccomp: walls::seccomp() })
}

/// Nobody but root reads this process's memory from now on; there is no core dump of it, not through a pipe either.
pub fn forbid_dumps() -> bool {
    walls::forbid_dumps()
}

/// Memory, time, files, descriptors, other processes, a memory image after a crash.
fn limit() -> io::Result<()> {
    use rlimit::Resource;

    let (stack, most) = Resource::STACK.get()?;
    Resource::STACK.set(stack.max(STACK).min(most), most)?;
    for (resource, most) in [
        (Resource::AS, MEMORY),
        (Resource::CPU, SECONDS),
        (Resource::CORE, 0),
        (Resource::FSIZE, 0),
        (Resource::NPROC, 0),
        // The three that are open.
        (Resource::NOFILE, 3),
    ] {
        // One that was stricter before stays so.
        let (_, hard) = resource.get()?;
        let most = most.min(hard);
        resource.set(most, most)?;
    }
    Ok(())
}

#[cfg(target_os = "linux")]
mod walls {
    use std::collections::BTreeMap;

    use landlock::{ABI, Access as _, AccessFs, AccessNet, Ruleset, RulesetAttr as _, RulesetStatus, Scope};
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    use seccompiler::{
        BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule,
    };

    use super::Landlock;

    /// What decoding takes: memory, locks, the time, randomness for hash tables, and an end. Neither files nor sockets,
    /// no new process or program, no other process's memory.
    const CALLS: [i64; 29] = [
        libc::SYS_brk,
        libc::SYS_clock_gettime,
        libc::SYS_clock_nanosleep,
        libc::SYS_close,
        libc::SYS_exit,
        libc::SYS_exit_group,
        libc::SYS_fstat,
        libc::SYS_futex,
        libc::SYS_getpid,
        libc::SYS_getppid,
        libc::SYS_getrandom,
        libc::SYS_gettid,
        libc::SYS_madvise,
        libc::SYS_mmap,
        libc::SYS_mprotect,
        libc::SYS_mremap,
        libc::SYS_munmap,
        libc::SYS_nanosleep,
        libc::SYS_restart_syscall,
        libc::SYS_rt_sigaction,
        libc::SYS_rt_sigprocmask,
        libc::SYS_rt_sigreturn,
        libc::SYS_sched_getaffinity,
        libc::SYS_sched_yield,
        libc::SYS_set_robust_list,
        libc::SYS_sigaltstack,
        // To itself: how a process aborts that runs out of memory. Landlock keeps signals in, where it can.
        libc::SYS_tgkill,
        libc::SYS_gettimeofday,
        libc::SYS_uname,
    ];

    pub fn forbid_dumps() -> bool {
        set_dumpable_behavior(DumpableBehavior::NotDumpable).is_ok()
    }

    pub fn landlock() -> Landlock {
        let newest = ABI::V6;
        let status = Ruleset::default()
            .handle_access(AccessFs::from_all(newest))
            .and_then(|rules| rules.handle_access(AccessNet::from_all(newest)))
            .and_then(|rules| rules.scope(Scope::from_all(newest)))
            .and_then(Ruleset::create)
            .and_then(landlock::RulesetCreated::restrict_self);
        match status.map(|status| status.ruleset) {
            Ok(RulesetStatus::FullyEnforced) => Landlock::Whole,
            Ok(RulesetStatus::PartiallyEnforced) => Landlock::Partly,
            Ok(RulesetStatus::NotEnforced) | Err(_) => Landlock::None,
        }
    }

    /// Whatever is not allowed answers that it is not permitted, so that libraries fall back where they can.
    pub fn seccomp() -> bool {
        filter().is_ok_and(|program| seccompiler::apply_filter(&program).is_ok())
    }

    fn filter() -> Result<BpfProgram, seccompiler::BackendError> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = CALLS.iter().map(|call| (*call, Vec::new())).collect();
        // Whatever else may have been open when this began stays out of reach.
        let only = |descriptor: u64| {
            SeccompRule::new(vec![SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Eq, descriptor)?])
        };
        for call in [libc::SYS_read, libc::SYS_readv] {
            rules.insert(call, vec![only(0)?]);
        }
        for call in [libc::SYS_write, libc::SYS_writev] {
            rules.insert(call, vec![only(1)?, only(2)?]);
        }
        let refused = SeccompAction::Errno(u32::try_from(libc::EPERM).unwrap_or(1));
        let here = std::env::consts::ARCH.try_into()?;
        SeccompFilter::new(rules, refused, SeccompAction::Allow, here)?.try_into()
    }
}

#[cfg(not(target_os = "linux"))]
mod walls {
    use super::Landlock;

    pub fn forbid_dumps() -> bool {
        false
    }

    pub fn landlock() -> Landlock {
        Landlock::None
    }

    pub fn seccomp() -> bool {
        false
    }
}

/// What someone who took over the decoder would try, and whether it worked.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Escape {
    pub walls: Walls,
    /// In words, what should not have been possible.
    pub possible: Vec<String>,
}

/// Tries to get out, with `file` as what must not be read. Run within the cell.
pub fn try_to_escape(walls: Walls, file: &Path) -> Escape {
    let parent = rustix::process::getppid().map_or(1, |parent| parent.as_raw_nonzero().get());
    let opens = |path: &Path| File::open(path).is_ok();
    let tries = [
        ("read a file", opens(file)),
        ("see that a file is there", file.metadata().is_ok()),
        ("write beside it", OpenOptions::new().append(true).open(file).is_ok()),
        ("read the memory of the process that started it", opens(Path::new(&format!("/proc/{parent}/mem")))),
        ("read its environment", opens(Path::new(&format!("/proc/{parent}/environ")))),
        ("list a folder", std::fs::read_dir("/").is_ok()),
        ("listen", TcpListener::bind("127.0.0.1:0").is_ok()),
        ("send", UdpSocket::bind("127.0.0.1:0").is_ok()),
        ("talk to a local service", UnixDatagram::unbound().is_ok()),
        ("start a program", Command::new("/bin/true").status().is_ok()),
        ("start a thread", std::thread::Builder::new().spawn(|| ()).is_ok()),
        ("signal the process that started it", signal(parent)),
    ];
    Escape { walls, possible: tries.iter().filter(|(_, done)| *done).map(|(what, _)| (*what).to_owned()).collect() }
}

fn signal(parent: i32) -> bool {
    rustix::process::Pid::from_raw(parent).is_some_and(|parent| rustix::process::test_kill_process(parent).is_ok())
}
