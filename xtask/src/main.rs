//! `cargo xtask COMMAND`: the project's tasks. Each command also sets up the tools that it needs.

mod coverage;
mod process;
mod setup;
mod stages;

use process::Runner;
use setup::{Need, Setup};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask COMMAND

  serve [--port N]   set up, then build the page and serve it on 127.0.0.1:8080, again after each change
  build              set up, then build the page into dist, and say what a visit costs
  test               set up, then run every test; --only STAGE and --skip STAGE (repeatable) choose stages
  lessons            set up, then read every lesson to its end in a browser; `test` reads five of them
  coverage           run the core's tests, and fail if they leave out more than 5 % of its lines
  bench              set up, then measure the native program and the page's wasm under node
  bench-flaws        have the search find every flaw of the museum, and print how long it took
  bench-exhaust      measure the exhaustive search beside stateright: states a second, and bytes a state
  bench-cluster      measure the real server beside Debian's etcd-server: three members each, 64 clients
  setup              only set up: find every tool in its pinned version, and install what is missing

";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some((command, options)) = arguments.split_first() else {
        print!("{}", help());
        return ExitCode::from(2);
    };
    let runner = Runner::new(repository());
    let result = match command.as_str() {
        "serve" => serve(&runner, options),
        "build" => no_options(options).and_then(|()| build(&runner)),
        "test" => match stages::Choice::parse(options) {
            Ok(choice) => return stages::test(&runner, &choice),
            Err(words) => Err(words),
        },
        "lessons" => no_options(options).and_then(|()| stages::lessons(&runner)),
        "bench" => no_options(options).and_then(|()| bench(&runner)),
        "bench-flaws" => no_options(options).and_then(|()| bench_flaws(&runner)),
        "bench-exhaust" => no_options(options).and_then(|()| bench_exhaust(&runner)),
        "bench-cluster" => no_options(options).and_then(|()| bench_cluster(&runner)),
        "coverage" => no_options(options).and_then(|()| coverage::coverage(&runner)),
        "setup" => no_options(options).and_then(|()| setup(&runner)),
        "help" | "--help" | "-h" => {
            print!("{}", help());
            Ok(())
        }
        other => Err(format!("there is no command `{other}`\n\n{}", help())),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    format!("{HELP}Stages of the test: {}\n", stages::names().join(", "))
}

/// The repository's root: the parent of the folder in which this package was compiled.
fn repository() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().expect("the package lies in the repository").to_path_buf()
}

fn no_options(options: &[String]) -> Result<(), String> {
    match options.first() {
        None => Ok(()),
        Some(option) => Err(format!("unexpected `{option}`\n\n{}", help())),
    }
}

fn setup(runner: &Runner) -> Result<(), String> {
    Setup::new(runner).ensure_all(&Need::ALL)?;
    println!("Everything is there.");
    Ok(())
}

fn serve(runner: &Runner, options: &[String]) -> Result<(), String> {
    let port = match options {
        [] => 8080,
        [flag, port] if flag == "--port" => port.parse::<u16>().map_err(|_| format!("not a port: `{port}`"))?,
        _ => return Err(format!("unexpected options of `serve`\n\n{}", help())),
    };
    Setup::new(runner).ensure_all(&Need::PAGE)?;
    println!("Building; then Raftarium is at http://127.0.0.1:{port}/");
    let port = port.to_string();
    let arguments = ["serve", "--address", "127.0.0.1", "--port", &port];
    runner.become_program("trunk", &arguments)
}

fn build(runner: &Runner) -> Result<(), String> {
    Setup::new(runner).ensure_all(&Need::PAGE)?;
    runner.run("trunk", &["build", "--release"])?;
    runner.run("node", &["www/tools/sizes.mjs", "dist"])
}

fn bench_flaws(runner: &Runner) -> Result<(), String> {
    runner.run("cargo", &["run", "--quiet", "--release", "--example", "bench_flaws"])
}

fn bench_exhaust(runner: &Runner) -> Result<(), String> {
    runner.run("cargo", &["run", "--quiet", "--release", "--package", "bench-exhaust"])
}

fn bench_cluster(runner: &Runner) -> Result<(), String> {
    runner.run("cargo", &["build", "--release", "--bin", "raftarium"])?;
    let etcd = runner.find("etcd").ok_or("etcd is not there: Debian's package etcd-server has it")?;
    let etcd = etcd.to_str().ok_or("the path of etcd is no text")?;
    let options = ["run", "--quiet", "--release", "--package", "bench-cluster", "--", "target/release/raftarium", etcd];
    runner.run("cargo", &options)
}

fn bench(runner: &Runner) -> Result<(), String> {
    Setup::new(runner).ensure_all(&Need::PAGE)?;
    let page = runner.page_directory();
    runner.run("cargo", &["build", "--release", "--bin", "raftarium"])?;
    runner.run("trunk", &["build", "--release", "--dist", &page])?;
    println!("native:");
    runner.run("cargo", &["run", "--quiet", "--release", "--bin", "raftarium", "--", "bench", "--json"])?;
    println!("beside raft-rs in a bare loop:");
    runner.run("cargo", &["run", "--quiet", "--release", "--example", "bare_loop"])?;
    println!("wasm under node:");
    runner.run("node", &["www/tools/bench.mjs", &page, "--json"])?;
    println!("a virtual hour, and going anywhere in it:");
    runner.run("node", &["www/tools/bench-history.mjs", &page])
}
