//! Finds or installs each tool that a command needs. Tools that cargo installs have an exact version.

use crate::process::{Runner, finish};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The oldest node that the page's tools run on.
const NODE_MAJOR_MIN: u32 = 20;

/// What a command needs on the machine before it can start.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// rustfmt and clippy.
    RustComponents,
    /// The standard library for wasm.
    WasmTarget,
    WasmBindgen,
    Trunk,
    WasmPack,
    /// Builds the book that has lessons in it.
    MdBook,
    /// node, npm, and the modules that the lock file names.
    Npm,
    /// Chromium, and the driver that `wasm-pack test` speaks to.
    Browser,
    Firefox,
    /// GNU parallel, which runs a campaign's shares.
    Parallel,
    /// LLVM's tools for coverage.
    LlvmTools,
    LlvmCov,
}

impl Need {
    /// All needs except those of `coverage` alone.
    pub const ALL: [Need; 10] = [
        Need::RustComponents,
        Need::WasmTarget,
        Need::WasmBindgen,
        Need::Trunk,
        Need::WasmPack,
        Need::MdBook,
        Need::Npm,
        Need::Browser,
        Need::Firefox,
        Need::Parallel,
    ];
    /// The needs of a build of the page.
    pub const PAGE: [Need; 4] = [Need::WasmTarget, Need::WasmBindgen, Need::Trunk, Need::Npm];
}

/// A tool that `cargo install` builds.
struct CargoTool {
    program: &'static str,
    package: &'static str,
    version: String,
    /// The arguments with which the program prints its version, as the second word.
    version_arguments: &'static [&'static str],
    /// Options of `cargo install` that leave out features we don't use, which halves the time.
    options: &'static [&'static str],
}

/// Finds or installs tools, and remembers the results.
pub struct Setup<'a> {
    runner: &'a Runner,
    done: Vec<(Need, Result<(), String>)>,
}

impl<'a> Setup<'a> {
    pub fn new(runner: &'a Runner) -> Self {
        Self { runner, done: Vec::new() }
    }

    /// Finds or installs the tools for all needs. The error lists everything that is missing.
    pub fn ensure_all(&mut self, needs: &[Need]) -> Result<(), String> {
        let missing: Vec<String> = needs.iter().filter_map(|need| self.ensure(*need).err()).collect();
        self.say_where_the_tools_are();
        if missing.is_empty() { Ok(()) } else { Err(missing.join("\n")) }
    }

    /// Finds or installs the tools for one need. A second call returns the first result.
    pub fn ensure(&mut self, need: Need) -> Result<(), String> {
        if let Some((_, result)) = self.done.iter().find(|(done, _)| *done == need) {
            return result.clone();
        }
        let result = match need {
            Need::RustComponents => self.rust_components(),
            Need::WasmTarget => self.wasm_target(),
            Need::LlvmTools => self.llvm_tools(),
            Need::WasmBindgen | Need::Trunk | Need::WasmPack | Need::MdBook | Need::LlvmCov => {
                cargo_tool(self.runner.root(), need).and_then(|tool| self.cargo_tool(&tool))
            }
            Need::Npm => self.node().and_then(|()| self.node_modules()),
            Need::Browser => self.browser(),
            Need::Firefox => self.firefox(),
            Need::Parallel => self.parallel(),
        };
        self.done.push((need, result.clone()));
        result
    }

    fn rust_components(&self) -> Result<(), String> {
        let works = |component: &str| self.runner.output("cargo", &[component, "--version"]).is_some();
        if works("fmt") && works("clippy") {
            return Ok(());
        }
        self.rustup(&["component", "add", "rustfmt", "clippy"])
    }

    fn wasm_target(&self) -> Result<(), String> {
        let target = "wasm32-unknown-unknown";
        let libraries = self.runner.output("rustc", &["--print", "target-libdir", "--target", target]);
        if libraries.is_some_and(|directory| Path::new(directory.trim()).is_dir()) {
            return Ok(());
        }
        self.rustup(&["target", "add", target])
    }

    fn llvm_tools(&self) -> Result<(), String> {
        let libraries = self.runner.output("rustc", &["--print", "target-libdir"]).unwrap_or_default();
        if Path::new(libraries.trim()).with_file_name("bin").join("llvm-profdata").is_file() {
            return Ok(());
        }
        self.rustup(&["component", "add", "llvm-tools"])
    }

    fn rustup(&self, arguments: &[&str]) -> Result<(), String> {
        if self.runner.find("rustup").is_none() {
            let wanted = arguments[2..].join(" and ");
            return Err(format!("This Rust has no {wanted}, and there is no rustup to add it: see https://rustup.rs"));
        }
        self.runner.run("rustup", arguments)
    }

    fn cargo_tool(&self, tool: &CargoTool) -> Result<(), String> {
        let CargoTool { program, package, version, version_arguments, options } = tool;
        let is_there = || {
            let output = self.runner.output(program, version_arguments).unwrap_or_default();
            // mdbook prints its version with a leading `v`.
            output.split_whitespace().nth(1).map(|word| word.trim_start_matches('v')) == Some(version.as_str())
        };
        if is_there() {
            return Ok(());
        }
        println!("Installing {package} {version}; this takes a minute or two, once.");
        let mut arguments = vec!["install", "--debug", "--locked", package, "--version", version];
        arguments.extend_from_slice(options);
        // In cargo's default directory, a plain `trunk build` finds the tool as well. But if another version is
        // installed already, that one stays, and ours goes where only this project looks.
        if self.runner.find(program).is_some() {
            arguments.extend_from_slice(&["--root", "target/tools"]);
        }
        let mut command = self.runner.command("cargo", &arguments);
        // Unoptimized tools build in a third of the time and are fast enough for a page of this size; without
        // debugging symbols they are small as well.
        command.env("CARGO_PROFILE_DEV_DEBUG", "0");
        finish(command, "cargo", &arguments)?;
        if is_there() {
            return Ok(());
        }
        Err(format!("{package} {version} was installed, but `{program}` says something else"))
    }

    fn node(&self) -> Result<(), String> {
        if self.node_is_right() {
            return Ok(());
        }
        // An old node is not replaced: another project may need it.
        if self.runner.find("node").is_none() {
            self.apt_install(&["nodejs", "npm"])?;
        }
        if self.node_is_right() {
            return Ok(());
        }
        Err(format!("Please install node {NODE_MAJOR_MIN} or newer, with npm: see https://nodejs.org"))
    }

    fn node_is_right(&self) -> bool {
        let version = self.runner.output("node", &["--version"]).unwrap_or_default();
        let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
        major.is_some_and(|major: u32| NODE_MAJOR_MIN <= major) && self.runner.find("npm").is_some()
    }

    fn node_modules(&self) -> Result<(), String> {
        let www = self.runner.root().join("www");
        // npm writes this copy of the lock file last, so it shows that an installation was finished.
        let installed = modified(&www.join("node_modules/.package-lock.json"));
        if installed.is_some() && modified(&www.join("package-lock.json")) <= installed {
            return Ok(());
        }
        self.runner.run("npm", &["ci", "--prefix", "www", "--no-audit", "--no-fund"])
    }

    fn browser(&self) -> Result<(), String> {
        let is_there = || chromium().is_some() && self.runner.find("chromedriver").is_some();
        if !is_there() {
            self.apt_install(&["chromium", "chromium-driver"])?;
        }
        if is_there() {
            return Ok(());
        }
        Err("Please install Chromium or Chrome, and the chromedriver of the same version. \
             CHROME=/path/to/it helps where it is not found."
            .to_string())
    }

    fn firefox(&self) -> Result<(), String> {
        if firefox().is_none() {
            self.apt_install(&["firefox-esr"])?;
        }
        firefox().map(|_| ()).ok_or_else(|| {
            "Please install Firefox. RAFTARIUM_FIREFOX=/path/to/it helps where it is not found.".to_string()
        })
    }

    fn parallel(&self) -> Result<(), String> {
        // Another program of this name, of moreutils, has other options.
        let is_there = || self.runner.output("parallel", &["--version"]).is_some_and(|says| says.starts_with("GNU"));
        if !is_there() {
            self.apt_install(&["parallel"])?;
        }
        if is_there() { Ok(()) } else { Err("Please install GNU parallel.".to_string()) }
    }

    /// Installs Debian packages where that needs no password; otherwise says what to install.
    fn apt_install(&self, packages: &[&str]) -> Result<(), String> {
        let is_root = self.runner.output("id", &["-u"]).is_some_and(|id| id.trim() == "0");
        if !is_root || self.runner.find("apt-get").is_none() {
            let names = packages.join(" and ");
            return Err(format!("Please install {names} (these are Debian's names), then try again."));
        }
        let mut arguments = vec!["install", "--yes", "--no-install-recommends"];
        arguments.extend_from_slice(packages);
        for arguments in [&["update"][..], &arguments] {
            let mut command = self.runner.command("apt-get", arguments);
            command.env("DEBIAN_FRONTEND", "noninteractive");
            finish(command, "apt-get", arguments)?;
        }
        Ok(())
    }

    /// Prints the PATH that a plain `trunk` needs; `cargo xtask` finds the tools without it.
    fn say_where_the_tools_are(&self) {
        let tools = self.runner.root().join("target/tools/bin");
        let path = std::env::var_os("PATH").unwrap_or_default();
        if tools.is_dir() && !std::env::split_paths(&path).any(|directory| directory == tools) {
            println!("To use trunk and wasm-pack without cargo xtask: export PATH=\"{}:$PATH\"", tools.display());
        }
    }
}

/// The browser that the tests drive.
pub fn chromium() -> Option<PathBuf> {
    let named = ["CHROME", "CHROMIUM_PATH"].into_iter().filter_map(std::env::var_os).map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    named.chain(usual.into_iter().map(PathBuf::from)).find(|path| path.is_file())
}

/// The other browser that the tests drive.
pub fn firefox() -> Option<PathBuf> {
    let named = std::env::var_os("RAFTARIUM_FIREFOX").map(PathBuf::from);
    let usual = ["/usr/bin/firefox", "/usr/bin/firefox-esr", "/Applications/Firefox.app/Contents/MacOS/firefox"];
    named.into_iter().chain(usual.into_iter().map(PathBuf::from)).find(|path| path.is_file())
}

fn cargo_tool(root: &Path, need: Need) -> Result<CargoTool, String> {
    let no_defaults = &["--no-default-features"];
    let version_arguments = &["--version"];
    match need {
        // The tool and the crate must have the same version, so the lock file decides.
        Need::WasmBindgen => Ok(CargoTool {
            program: "wasm-bindgen",
            package: "wasm-bindgen-cli",
            version: locked_version(root, "wasm-bindgen")?,
            version_arguments,
            options: no_defaults,
        }),
        // Without its default features Trunk has no TLS: it cannot download tools, and need not.
        Need::Trunk => Ok(CargoTool {
            program: "trunk",
            package: "trunk",
            version: "0.21.14".into(),
            version_arguments,
            options: no_defaults,
        }),
        Need::WasmPack => Ok(CargoTool {
            program: "wasm-pack",
            package: "wasm-pack",
            version: "0.15.1".into(),
            version_arguments,
            options: &[],
        }),
        // Without its default features mdbook has no server and no search: the test only needs the built book.
        Need::MdBook => Ok(CargoTool {
            program: "mdbook",
            package: "mdbook",
            version: "0.5.4".into(),
            version_arguments,
            options: no_defaults,
        }),
        Need::LlvmCov => Ok(CargoTool {
            program: "cargo-llvm-cov",
            package: "cargo-llvm-cov",
            version: "0.9.0".into(),
            version_arguments: &["llvm-cov", "--version"],
            options: &[],
        }),
        Need::RustComponents
        | Need::WasmTarget
        | Need::Npm
        | Need::Browser
        | Need::Firefox
        | Need::Parallel
        | Need::LlvmTools => {
            unreachable!("{need:?} is not installed by cargo")
        }
    }
}

fn locked_version(root: &Path, package: &str) -> Result<String, String> {
    let lock = fs::read_to_string(root.join("Cargo.lock")).map_err(|error| format!("Cargo.lock: {error}"))?;
    version_in(&lock, package).ok_or_else(|| format!("Cargo.lock does not name {package}"))
}

fn version_in(lock: &str, package: &str) -> Option<String> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    Some(rest.split_once('"')?.0.to_string())
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::version_in;

    #[test]
    fn the_lock_file_says_which_version() {
        let lock = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"0.1.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.129\"\nsource = \"x\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.129"));
        assert_eq!(version_in(lock, "wasm"), None);
    }
}
