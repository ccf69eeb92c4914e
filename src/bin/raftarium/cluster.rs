//! `raftarium cluster`: a whole cluster on this machine, a process a node.

use clap::Args;
use raftarium::api::name_of;
use raftarium::raft::NodeId;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use tokio::signal::unix::{SignalKind, signal};

/// How `raftarium cluster` is called.
#[derive(Args)]
pub struct Options {
    /// Nodes.
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..=9))]
    nodes: u16,
    /// The port of the first node; the others have the next ones.
    #[arg(long, default_value_t = 3001)]
    port: u16,
    /// The folder of the data; it is made if it is not there, and used again if it is.
    #[arg(long, value_name = "FOLDER", default_value = "raftarium-data")]
    data: PathBuf,
    /// Have each node append all that it does to a file in this folder, `node1.jsonl` and so on.
    #[arg(long, value_name = "FOLDER")]
    trace: Option<PathBuf>,
}

/// Starts a cluster, and ends it at Ctrl C. The nodes end with their standard input, which this process holds: so they do
/// not outlive it, however it ends.
pub fn cluster(options: &Options) -> ExitCode {
    match run(options) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{}: {error}", options.data.display());
            ExitCode::from(2)
        }
    }
}

fn run(options: &Options) -> io::Result<bool> {
    for folder in [Some(&options.data), options.trace.as_ref()].into_iter().flatten() {
        fs::create_dir_all(folder)?;
    }
    println!("data and logs: {}", options.data.canonicalize()?.display());
    let nodes: Vec<NodeId> = (1..=usize::from(options.nodes)).filter_map(NodeId::new).collect();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let _in_runtime = runtime.enter();
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let mut children = Vec::new();
    for node in &nodes {
        // On an error those that were started end with their input.
        children.push((*node, start(*node, &nodes, options)?));
    }
    runtime.block_on(async {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    });
    children.iter_mut().for_each(|(_, child)| drop(child.stdin.take()));
    let mut all_well = true;
    for (node, child) in &mut children {
        let status = child.wait()?;
        if !status.success() {
            eprintln!("{} ended with {status}; see {}", name_of(*node), log_of(&options.data, *node).display());
            all_well = false;
        }
    }
    Ok(all_well)
}

fn log_of(data: &Path, node: NodeId) -> PathBuf {
    data.join(format!("{}.log", name_of(node)))
}

/// Starts a node, and prints its line once it listens.
fn start(node: NodeId, nodes: &[NodeId], options: &Options) -> io::Result<Child> {
    let port_of = |node: NodeId| options.port + node.number() as u16 - 1;
    let others = nodes.iter().filter(|other| **other != node);
    let peers: Vec<String> = others.map(|peer| format!("{}=127.0.0.1:{}", name_of(*peer), port_of(*peer))).collect();
    let log = File::options().create(true).append(true).open(log_of(&options.data, node))?;
    let mut command = Command::new(std::env::current_exe()?);
    command.arg("serve").args(["--id", &name_of(node)]).args(["--port", &port_of(node).to_string()]);
    if !peers.is_empty() {
        command.args(["--peers", &peers.join(",")]);
    }
    command.arg("--data").arg(options.data.join(name_of(node))).arg("--attached");
    if let Some(folder) = &options.trace {
        command.arg("--trace").arg(folder.join(format!("{}.jsonl", name_of(node))));
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(log);
    let mut child = command.spawn()?;
    let mut line = String::new();
    if let Some(output) = child.stdout.take() {
        BufReader::new(output).read_line(&mut line)?;
    }
    if line.is_empty() {
        let status = child.wait()?;
        let log = log_of(&options.data, node);
        return Err(io::Error::other(format!("{} ended with {status}; see {}", name_of(node), log.display())));
    }
    print!("{line}");
    Ok(child)
}
