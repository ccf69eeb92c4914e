//! The texts of long answers. A store may have many keys, and while its text is made on the thread of the replica, nothing else
//! is done there: no write is taken, and no heartbeat leaves. So that thread gives a clone, which costs next to nothing, and
//! another one makes the text.

use super::inbox::Inbox;
use super::waiting::PATIENCE;
use crate::api::{self, HttpResponse};
use crate::replica::Replica;
use crate::sim::EventId;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

/// Long answers that are made at one time, at most. Each keeps a clone of the store and its text in memory. Further requests
/// wait, and are refused when they have waited as long as any request may.
pub const SCRIBES_MAX: usize = 2;

/// They make long answers.
pub struct Scribes(Arc<Semaphore>);

impl Default for Scribes {
    fn default() -> Scribes {
        Scribes(Arc::new(Semaphore::new(SCRIBES_MAX)))
    }
}

impl Scribes {
    /// Makes an answer from a look at the replica.
    pub async fn write<T: Send + 'static>(
        &self,
        inbox: &Inbox,
        see: impl FnOnce(&Replica<EventId>) -> T + Send + 'static,
        write: impl FnOnce(T) -> HttpResponse + Send + 'static,
    ) -> HttpResponse {
        let Ok(Ok(permit)) = timeout(PATIENCE, Arc::clone(&self.0).acquire_owned()).await else {
            return api::too_busy();
        };
        let Ok(seen) = inbox.look(|replica, _| see(replica)).await else { return api::too_busy() };
        let writing = spawn_blocking(move || {
            let written = write(seen);
            drop(permit);
            written
        });
        writing.await.unwrap_or_else(|_| api::no_answer_in_time(None))
    }
}

#[cfg(test)]
mod tests {
    use super::super::inbox::Input;
    use super::super::metrics::Standing;
    use super::*;
    use crate::api::Status;
    use crate::raft::{Config, Durable, LocalTime, NodeId, NodeSet};
    use serde_json::json;
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::thread::{self, ThreadId};

    /// A thread that owns a replica. It ends with the way to it.
    fn replica(inputs: Receiver<Input>) -> ThreadId {
        let run = move || {
            let (node, voters) = (NodeId::new(1).unwrap(), NodeSet::first(1));
            let (replica, _) = Replica::recover(node, voters, Config::DEFAULT, Durable::default(), LocalTime(0));
            for input in inputs {
                if let Input::Look(look) = input {
                    look(&replica, Standing::default());
                }
            }
        };
        thread::spawn(run).thread().id()
    }

    /// Threads other than the replica's make the texts, at most [`SCRIBES_MAX`] at a time. A request that waits for its turn has
    /// not seen the store yet.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn few_texts_are_made_at_a_time_and_none_by_the_replica() {
        let (inbox, inputs) = Inbox::new();
        let (replica, scribes) = (replica(inputs), Arc::new(Scribes::default()));
        let (say, said) = channel::<(&str, ThreadId)>();
        let (goes_on, wait): (Vec<Sender<()>>, Vec<Receiver<()>>) = (0..=SCRIBES_MAX).map(|_| channel()).unzip();
        let writings: Vec<_> = wait
            .into_iter()
            .map(|wait| {
                let (scribes, inbox, seen, written) = (Arc::clone(&scribes), inbox.clone(), say.clone(), say.clone());
                let see = move |_: &Replica<EventId>| seen.send(("seen", thread::current().id())).unwrap();
                let write = move |()| {
                    written.send(("written", thread::current().id())).unwrap();
                    // Dropped where it need not wait.
                    let _ = wait.recv();
                    HttpResponse::json(Status::Ok, &json!(null))
                };
                tokio::spawn(async move { scribes.write(&inbox, see, write).await.status })
            })
            .collect();
        let hear = |count: usize| {
            let said = std::iter::from_fn(|| said.recv().ok()).take(count).collect::<Vec<_>>();
            assert!(said.iter().all(|(what, thread)| (*what == "seen") == (*thread == replica)), "{said:?}");
            said.iter().filter(|(what, _)| *what == "seen").count()
        };
        let first = tokio::task::block_in_place(|| hear(2 * SCRIBES_MAX));
        assert_eq!((first, scribes.0.available_permits()), (SCRIBES_MAX, 0));
        drop(goes_on);
        for writing in writings {
            assert_eq!(writing.await.unwrap(), 200);
        }
        assert_eq!(hear(2), 1);
    }
}
