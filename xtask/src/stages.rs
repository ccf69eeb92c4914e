//! `cargo xtask test`: runs all tests, in stages. When a stage fails, the next ones still run.

use crate::process::{Runner, finish_counting, free_port};
use crate::setup::{Need, Setup, chromium, firefox};
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// One part of the test.
struct Stage {
    name: &'static str,
    intent: &'static str,
    needs: &'static [Need],
    /// Whether the stage counts its tests. If none ran, it fails: its tests were switched off somewhere.
    counts_tests: bool,
    run: fn(&Runner, &mut u64) -> Result<(), String>,
}

const STAGES: [Stage; 9] = [
    Stage {
        name: "format",
        intent: "the code is formatted",
        needs: &[Need::RustComponents],
        counts_tests: false,
        run: format,
    },
    Stage {
        name: "lint",
        intent: "clippy finds nothing, natively and for wasm",
        needs: &[Need::RustComponents, Need::WasmTarget],
        counts_tests: false,
        run: lint,
    },
    Stage { name: "native", intent: "the native tests", needs: &[], counts_tests: true, run: native },
    Stage {
        name: "campaign",
        intent: "a campaign that GNU parallel splits over processes",
        needs: &[Need::Parallel],
        counts_tests: true,
        run: campaign,
    },
    Stage {
        name: "script",
        intent: "the page's modules fit the types that the crate generates, and their tests",
        needs: &[Need::WasmTarget, Need::WasmBindgen, Need::Npm],
        counts_tests: false,
        run: script,
    },
    Stage {
        name: "page",
        intent: "the page builds, and is small enough",
        needs: &Need::PAGE,
        counts_tests: false,
        run: page,
    },
    Stage {
        name: "wasm",
        intent: "the crate's tests in a browser",
        needs: &[Need::WasmTarget, Need::WasmBindgen, Need::WasmPack, Need::Browser],
        counts_tests: true,
        run: wasm,
    },
    Stage {
        name: "firefox",
        intent: "the built page in another browser, and its digests there",
        needs: &[Need::Npm, Need::Firefox],
        counts_tests: true,
        run: in_firefox,
    },
    Stage {
        name: "browser",
        intent: "the built page in a browser, at a host's root and below a path",
        needs: &[Need::Npm, Need::Browser, Need::MdBook],
        counts_tests: true,
        run: browser,
    },
];

/// Which stages run.
#[derive(Default, Debug)]
pub struct Choice {
    only: Vec<String>,
    skip: Vec<String>,
}

/// The result of a stage.
struct Outcome {
    name: &'static str,
    tests_passed: u64,
    took: Duration,
    result: Result<(), String>,
}

pub fn names() -> Vec<&'static str> {
    STAGES.iter().map(|stage| stage.name).collect()
}

impl Choice {
    pub fn parse(options: &[String]) -> Result<Self, String> {
        let mut choice = Self::default();
        for pair in options.chunks(2) {
            let [flag, stage] = pair else {
                return Err(format!("{} wants a stage", pair[0]));
            };
            if !names().contains(&stage.as_str()) {
                return Err(format!("there is no stage `{stage}`; there are {}", names().join(", ")));
            }
            match flag.as_str() {
                "--only" => choice.only.push(stage.clone()),
                "--skip" => choice.skip.push(stage.clone()),
                other => {
                    return Err(format!("unexpected `{other}`; --only STAGE and --skip STAGE choose stages"));
                }
            }
        }
        Ok(choice)
    }

    fn includes(&self, stage: &str) -> bool {
        let is_in = |list: &[String]| list.iter().any(|name| name == stage);
        (self.only.is_empty() || is_in(&self.only)) && !is_in(&self.skip)
    }
}

/// Runs the chosen stages, and ends with a line that says how many passed and how many failed.
pub fn test(runner: &Runner, choice: &Choice) -> ExitCode {
    let mut setup = Setup::new(runner);
    let chosen: Vec<&Stage> = STAGES.iter().filter(|stage| choice.includes(stage.name)).collect();
    // Everything is installed first, so that the times below are those of the tests.
    for need in Need::ALL {
        if chosen.iter().any(|stage| stage.needs.contains(&need)) {
            // A need that cannot be met fails the stages that have it, and only those.
            let _ = setup.ensure(need);
        }
    }
    let outcomes: Vec<Outcome> = chosen.iter().map(|stage| run(stage, runner, &mut setup)).collect();
    summarize(&outcomes)
}

fn run(stage: &Stage, runner: &Runner, setup: &mut Setup) -> Outcome {
    println!("\n=== {}: {}", stage.name, stage.intent);
    let start = Instant::now();
    let mut tests_passed = 0;
    let mut result = stage.needs.iter().try_for_each(|need| setup.ensure(*need));
    if result.is_ok() {
        result = (stage.run)(runner, &mut tests_passed);
    }
    if result.is_ok() && stage.counts_tests && tests_passed == 0 {
        result = Err("no test ran at all".to_string());
    }
    let took = start.elapsed();
    match &result {
        Ok(()) => println!("=== {}: passed in {:.1} s", stage.name, took.as_secs_f64()),
        Err(words) => println!("=== {}: FAILED in {:.1} s: {words}", stage.name, took.as_secs_f64()),
    }
    Outcome { name: stage.name, tests_passed, took, result }
}

fn summarize(outcomes: &[Outcome]) -> ExitCode {
    println!("\nstage      result    seconds  tests");
    for Outcome { name, tests_passed, took, result } in outcomes {
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        let tests = if *tests_passed == 0 { String::new() } else { tests_passed.to_string() };
        println!("{name:10} {word:8} {:8.1}  {tests:>5}", took.as_secs_f64());
    }
    let seconds: f64 = outcomes.iter().map(|outcome| outcome.took.as_secs_f64()).sum();
    let tests: u64 = outcomes.iter().map(|outcome| outcome.tests_passed).sum();
    println!("{:19} {seconds:8.1}  {tests:>5}", "all");
    let failed = outcomes.iter().filter(|outcome| outcome.result.is_err()).count();
    println!("{} passed, {failed} failed", outcomes.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn format(runner: &Runner, _: &mut u64) -> Result<(), String> {
    runner.run("cargo", &["fmt", "--all", "--check"])
}

fn lint(runner: &Runner, _: &mut u64) -> Result<(), String> {
    runner.run("cargo", &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    // The boundary to JavaScript is compiled for wasm only.
    let target = "wasm32-unknown-unknown";
    let arguments = ["clippy", "--lib", "--no-default-features", "--target", target, "--", "-D", "warnings"];
    runner.run("cargo", &arguments)
}

fn native(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    count(runner, "cargo", &["test", "--workspace"], tests_passed)
}

fn campaign(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    count(runner, "cargo", &["test", "--test", "split", "--", "--ignored"], tests_passed)
}

fn script(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    generate_types(runner)?;
    for project in ["www/tsconfig.json", "www/tsconfig.node.json"] {
        runner.run("tsc", &["--project", project])?;
    }
    let files = fs::read_dir(runner.root().join("www/tests")).into_iter().flatten().flatten();
    let mut files: Vec<String> = files.map(|file| file.path().display().to_string()).collect();
    files.retain(|file| file.ends_with(".test.mjs"));
    files.sort();
    if files.is_empty() {
        return Ok(());
    }
    let mut arguments = vec!["--import", "./www/tools/text-modules.mjs", "--test", "--test-reporter=spec"];
    arguments.extend(files.iter().map(String::as_str));
    count(runner, "node", &arguments, tests_passed)
}

/// Generates the types of the boundary for the page's modules. Trunk needs the same build in the next stage.
fn generate_types(runner: &Runner) -> Result<(), String> {
    let target = "wasm32-unknown-unknown";
    runner.run("cargo", &["build", "--lib", "--profile", "page", "--no-default-features", "--target", target])?;
    let directory = runner.root().join("target").join(target).join("page/raftarium.wasm");
    runner.run("wasm-bindgen", &["--target", "web", "--out-dir", "target/types", &directory.display().to_string()])?;
    let www = runner.root().join("www/types");
    fs::create_dir_all(&www)
        .and_then(|()| fs::copy(runner.root().join("target/types/raftarium.d.ts"), www.join("raftarium.d.ts")))
        .map(|_| ())
        .map_err(|error| format!("www/types/raftarium.d.ts: {error}"))
}

fn page(runner: &Runner, _: &mut u64) -> Result<(), String> {
    let page = runner.page_directory();
    // If this build fails, the browser must not test the page of an earlier one.
    let _ = fs::remove_dir_all(&page);
    runner.run("trunk", &["build", "--release", "--dist", &page])?;
    runner.run("node", &["www/tools/sizes.mjs", &page])
}

fn wasm(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    let arguments = ["test", "--headless", "--chrome", "--", "--no-default-features"];
    count(runner, "wasm-pack", &arguments, tests_passed)
}

fn in_firefox(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    let arguments = ["--test", "--test-reporter=spec", "www/firefox/page.test.mjs"];
    let mut command = runner.command("node", &arguments);
    command.env("RAFTARIUM_PAGE", built_page(runner)?);
    if let Some(firefox) = firefox() {
        command.env("RAFTARIUM_FIREFOX", firefox);
    }
    counted(command, "node", &arguments, tests_passed)
}

fn browser(runner: &Runner, tests_passed: &mut u64) -> Result<(), String> {
    // A spec looks at a real cluster.
    runner.run("cargo", &["build", "--bin", "raftarium"])?;
    playwright(runner, &["--grep-invert", "@long"], tests_passed)
}

/// Builds the page, and reads every lesson in a browser. This takes some ten minutes; `test` reads only some lessons.
pub fn lessons(runner: &Runner) -> Result<(), String> {
    Setup::new(runner).ensure_all(&[&Need::PAGE[..], &[Need::Browser]].concat())?;
    page(runner, &mut 0)?;
    playwright(runner, &["--project", "root", "lessons.spec.js"], &mut 0)
}

fn playwright(runner: &Runner, choice: &[&str], tests_passed: &mut u64) -> Result<(), String> {
    let page = built_page(runner)?;
    let arguments = [&["test", "--config", "www/playwright.config.js"], choice].concat();
    let mut command = runner.command("playwright", &arguments);
    command.env("RAFTARIUM_PAGE", page);
    command.env("RAFTARIUM_PROGRAM", runner.root().join("target/debug/raftarium"));
    command.env("RAFTARIUM_ROOT_PORT", free_port().to_string());
    command.env("RAFTARIUM_SUB_PATH_PORT", free_port().to_string());
    if let Some(chromium) = chromium() {
        command.env("RAFTARIUM_CHROMIUM", chromium);
    }
    counted(command, "playwright", &arguments, tests_passed)
}

/// The folder of the built page. Without a page there, the servers would wait for one until they time out.
fn built_page(runner: &Runner) -> Result<String, String> {
    let page = runner.page_directory();
    if Path::new(&page).join("index.html").is_file() {
        return Ok(page);
    }
    Err("there is no built page: the stage `page` makes it".to_string())
}

fn count(runner: &Runner, program: &str, arguments: &[&str], tests_passed: &mut u64) -> Result<(), String> {
    counted(runner.command(program, arguments), program, arguments, tests_passed)
}

fn counted(command: Command, program: &str, arguments: &[&str], tests_passed: &mut u64) -> Result<(), String> {
    let (passed, result) = finish_counting(command, program, arguments);
    *tests_passed += passed;
    result
}

#[cfg(test)]
mod tests {
    use super::Choice;

    fn choice(options: &[&str]) -> Result<Choice, String> {
        Choice::parse(&options.iter().map(|option| option.to_string()).collect::<Vec<_>>())
    }

    #[test]
    fn stages_are_chosen_by_name() {
        assert!(choice(&[]).unwrap().includes("lint"));
        let only = choice(&["--only", "lint", "--only", "page"]).unwrap();
        assert!(only.includes("lint") && only.includes("page") && !only.includes("native"));
        let skip = choice(&["--skip", "lint"]).unwrap();
        assert!(!skip.includes("lint") && skip.includes("native"));
    }

    #[test]
    fn a_stage_that_is_not_there_is_refused() {
        assert!(choice(&["--only", "lynt"]).is_err());
        assert!(choice(&["--only"]).is_err());
        assert!(choice(&["lint", "page"]).is_err());
    }
}
