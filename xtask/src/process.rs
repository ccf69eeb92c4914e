//! Starts other programs, with the pinned tools first on PATH, and passes on their output.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Starts programs in the repository's root.
pub struct Runner {
    root: PathBuf,
    path: OsString,
}

impl Runner {
    pub fn new(root: PathBuf) -> Self {
        let mut directories = vec![root.join("target/tools/bin"), root.join("www/node_modules/.bin")];
        directories.extend(env::split_paths(&env::var_os("PATH").unwrap_or_default()));
        // `cargo install` puts programs here, and not every PATH has this directory.
        directories.extend(cargo_bin());
        let path = env::join_paths(directories).expect("no directory on PATH has a separator in its name");
        Self { root, path }
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where the tests and the benchmark build the page: not `dist`, which a running `trunk serve` writes to.
    pub fn page_directory(&self) -> String {
        self.root.join("target/page").display().to_string()
    }

    /// The path of a program, searched on the PATH that child processes get.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        env::split_paths(&self.path).map(|directory| directory.join(program)).find(|path| path.is_file())
    }

    /// A command in the repository's root, ready to be started.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        // By its full path, because platforms differ in which PATH they search: ours or the child's.
        let mut command = Command::new(self.find(program).unwrap_or_else(|| program.into()));
        command.args(arguments).current_dir(&self.root).env("PATH", &self.path);
        // Trunk would otherwise look for newer tools on the network.
        command.env("TRUNK_OFFLINE", "true").env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
        // The paths in this package, and those that it passes to other programs, assume `target`.
        command.env_remove("CARGO_TARGET_DIR");
        command
    }

    /// Runs a program to its end; it writes to our standard output and error.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        finish(self.command(program, arguments), program, arguments)
    }

    /// Replaces this process by a program, so that a signal to this process reaches the program.
    #[cfg(unix)]
    pub fn become_program(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        use std::os::unix::process::CommandExt;
        announce(program, arguments);
        let error = self.command(program, arguments).exec();
        Err(format!("{program} does not start: {error}"))
    }

    #[cfg(not(unix))]
    pub fn become_program(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        self.run(program, arguments)
    }

    /// What a program prints, if it can be started and succeeds.
    pub fn output(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let output = self.command(program, arguments).stderr(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    }
}

/// Runs a prepared command to its end.
pub fn finish(mut command: Command, program: &str, arguments: &[&str]) -> Result<(), String> {
    announce(program, arguments);
    let status = command.status().map_err(|error| format!("{program} does not start: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{program} {}`: {status}", arguments.join(" "))) }
}

/// Runs a prepared command to its end, prints its lines, and adds up the passed tests that it reports.
pub fn finish_counting(mut command: Command, program: &str, arguments: &[&str]) -> (u64, Result<(), String>) {
    announce(program, arguments);
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return (0, Err(format!("{program} does not start: {error}"))),
    };
    let stdout = child.stdout.take().expect("standard output is piped");
    let mut tests_passed = 0;
    for line in BufReader::new(stdout).split(b'\n').map_while(Result::ok) {
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tests_passed += tests_passed_in(&line).unwrap_or(0);
    }
    let result = match child.wait() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{program} {}`: {status}", arguments.join(" "))),
        Err(error) => Err(format!("{program} was lost: {error}")),
    };
    (tests_passed, result)
}

/// A port on which no program listens at the moment.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("the machine has a free port");
    listener.local_addr().expect("a bound listener has an address").port()
}

fn announce(program: &str, arguments: &[&str]) {
    eprintln!("$ {program} {}", arguments.join(" "));
}

fn cargo_bin() -> Option<PathBuf> {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    home.map(|home| home.join("bin"))
}

/// The number of passed tests in a summary line of a test runner: cargo or wasm-bindgen, node, or Playwright.
fn tests_passed_in(line: &str) -> Option<u64> {
    let line = line.trim();
    if let Some(counts) = line.strip_prefix("test result: ") {
        let (_, counts) = counts.split_once(". ")?;
        return counts.split_once(" passed")?.0.parse().ok();
    }
    if let Some(count) = line.strip_prefix("ℹ pass ") {
        return count.parse().ok();
    }
    let (count, rest) = line.split_once(" passed")?;
    if rest.is_empty() || rest.starts_with(" (") { count.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::tests_passed_in;

    #[test]
    fn counts_are_read_from_each_runner() {
        let cargo = "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.52s";
        assert_eq!(tests_passed_in(cargo), Some(12));
        assert_eq!(tests_passed_in("test result: FAILED. 3 passed; 1 failed; 0 ignored"), Some(3));
        assert_eq!(tests_passed_in("ℹ pass 7"), Some(7));
        assert_eq!(tests_passed_in("  2 passed (4.3s)"), Some(2));
    }

    #[test]
    fn other_lines_count_for_nothing() {
        assert_eq!(tests_passed_in("test paper::grants_one_vote ... ok"), None);
        assert_eq!(tests_passed_in("the minute has passed"), None);
        assert_eq!(tests_passed_in("3 passed over in silence"), None);
        assert_eq!(tests_passed_in(""), None);
    }
}
