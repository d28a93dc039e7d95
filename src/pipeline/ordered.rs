//! Ordered, bounded work on many threads.
//!
//! A reader thread numbers the items, a pool of workers takes them in any
//! order, and the calling thread receives the results in the order of the
//! items. A permit is taken before an item is read and given back after its
//! result is written, so that no more than a fixed number of items exists at
//! any time, however slow the slowest side is; a large item takes several. Separate from the run because
//! nothing here knows of pages.

use std::any::Any;
use std::collections::BTreeMap;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded};
use rayon::{Scope, ThreadPoolBuildError, ThreadPoolBuilder};

/// How many items may exist between reading and writing, when nothing else is said.
///
/// With blocks of 1 MiB or so this keeps every core of a large machine busy in
/// some hundred megabytes.
pub const IN_FLIGHT: usize = 64;

/// How much runs at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Number of workers; 0 is one for each core.
    pub threads: usize,
    /// Most items between reading and writing; at least one.
    pub in_flight: usize,
}

impl Frame {
    /// The number of workers.
    #[must_use]
    pub fn workers(self) -> usize {
        match self.threads {
            0 => thread::available_parallelism().map_or(1, NonZero::get),
            threads => threads,
        }
    }
}

impl Default for Frame {
    fn default() -> Self {
        Self { threads: 0, in_flight: IN_FLIGHT }
    }
}

/// Why ordered work ended early.
#[derive(Debug, thiserror::Error)]
pub enum Stopped<E> {
    /// The workers could not be started.
    #[error("cannot start the workers: {0}")]
    Pool(#[from] ThreadPoolBuildError),
    /// A side of the work said stop.
    #[error(transparent)]
    By(E),
}

type Outcome<R, E> = Result<Result<R, E>, Box<dyn Any + Send>>;

/// What became of one item.
struct Ended<R, E> {
    number: u64,
    /// Permits that it holds.
    weight: usize,
    outcome: Outcome<R, E>,
}

/// Runs `work` over `items` and hands the results to `write`, in order.
///
/// `items` is driven on a thread of its own, `work` on the pool, `write` on the
/// calling thread. The first error in the order of the items ends everything:
/// what came before it has been written, nothing after it is.
///
/// # Errors
/// The first error of any side, or that the pool could not be built.
///
/// # Panics
/// Passes on a panic of any side, after the other sides have ended.
pub fn run<T, R, E>(
    frame: Frame,
    items: impl Iterator<Item = Result<T, E>> + Send,
    work: impl Fn(T) -> Result<R, E> + Sync,
    write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), Stopped<E>>
where
    T: Send,
    R: Send,
    E: Send,
{
    run_weighed(frame, items, |_| 1, work, write)
}

/// [`run`] with items that take as many permits as they weigh, though never more than there are.
///
/// # Errors
/// As [`run`].
///
/// # Panics
/// As [`run`].
pub fn run_weighed<T, R, E>(
    frame: Frame,
    items: impl Iterator<Item = Result<T, E>> + Send,
    weigh: impl Fn(&T) -> usize + Sync,
    work: impl Fn(T) -> Result<R, E> + Sync,
    write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), Stopped<E>>
where
    T: Send,
    R: Send,
    E: Send,
{
    let pool = ThreadPoolBuilder::new()
        .num_threads(frame.threads)
        .thread_name(|i| format!("worker-{i}"))
        .build()?;
    let in_flight = frame.in_flight.max(1);
    let (permit, permits) = bounded::<()>(in_flight);
    let (done, results) = bounded::<Ended<R, E>>(in_flight);
    let work = &work;
    let weigh = |item: &T| weigh(item).clamp(1, in_flight);
    pool.in_place_scope(|scope| {
        thread::scope(|threads| {
            threads.spawn(move || read_all(items, weigh, scope, work, &permit, &done));
            write_all(&results, permits, write).map_err(Stopped::By)
        })
    })
}

/// The reader's side: numbers the items and gives each to the pool.
fn read_all<'scope, T, R, E>(
    mut items: impl Iterator<Item = Result<T, E>>,
    weigh: impl Fn(&T) -> usize,
    scope: &Scope<'scope>,
    work: &'scope (impl Fn(T) -> Result<R, E> + Sync),
    permit: &Sender<()>,
    done: &Sender<Ended<R, E>>,
) where
    T: Send + 'scope,
    R: Send + 'scope,
    E: Send + 'scope,
{
    // Sending fails as soon as the writer has gone: that is how it says stop.
    for number in 0.. {
        if permit.send(()).is_err() {
            return;
        }
        let item = match catch_unwind(AssertUnwindSafe(|| items.next())) {
            Ok(None) => return,
            Ok(Some(Ok(item))) => item,
            Ok(Some(Err(error))) => {
                return drop(done.send(Ended { number, weight: 1, outcome: Ok(Err(error)) }));
            }
            Err(panic) => return drop(done.send(Ended { number, weight: 1, outcome: Err(panic) })),
        };
        let weight = weigh(&item);
        // All items before this one are on their way to the writer, so these permits come back.
        if (1..weight).any(|_| permit.send(()).is_err()) {
            return;
        }
        let done = done.clone();
        scope.spawn(move |_| {
            let outcome = catch_unwind(AssertUnwindSafe(|| work(item)));
            drop(done.send(Ended { number, weight, outcome }));
        });
    }
}

/// The writer's side: puts the results back in order.
fn write_all<R, E>(
    results: &Receiver<Ended<R, E>>,
    permits: Receiver<()>,
    mut write: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut waiting = BTreeMap::new();
    let mut next = 0;
    for Ended { number, weight, outcome } in results {
        waiting.insert(number, (weight, outcome));
        while let Some((weight, outcome)) = waiting.remove(&next) {
            next += 1;
            match outcome {
                Ok(result) => write(result?)?,
                Err(panic) => {
                    drop(permits);
                    resume_unwind(panic)
                }
            }
            // The reader put these permits in before it gave the item away, so they are there.
            for _ in 0..weight {
                let _ = permits.try_recv();
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread::sleep;
    use std::time::Duration;

    use super::{Frame, Stopped, run, run_weighed};

    /// A delay that differs from item to item without a source of randomness.
    fn jitter(n: u64) {
        sleep(Duration::from_micros(n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54));
    }

    fn squares(threads: usize) -> Vec<u64> {
        let mut seen = Vec::new();
        let work = |n: u64| {
            jitter(n);
            Ok::<_, ()>(n * n)
        };
        run(Frame { threads, in_flight: 7 }, (0..300).map(Ok), work, |n| {
            seen.push(n);
            Ok(())
        })
        .unwrap();
        seen
    }

    #[test]
    fn order_is_kept_at_any_thread_count() {
        let expected: Vec<u64> = (0..300).map(|n| n * n).collect();
        assert_eq!(squares(1), expected);
        assert_eq!(squares(8), expected);
    }

    #[test]
    fn no_more_items_exist_than_there_are_permits() {
        let (alive, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let items = (0..200u64).map(|n| {
            most.fetch_max(alive.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            Ok::<_, ()>(n)
        });
        run(Frame { threads: 4, in_flight: 5 }, items, Ok, |n| {
            jitter(n);
            alive.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        })
        .unwrap();
        assert!(most.load(Ordering::SeqCst) <= 5, "{most:?}");
        assert_eq!(alive.load(Ordering::SeqCst), 0);
    }

    #[test]
    fn large_items_take_the_place_of_many() {
        let (alive, most) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let weight = |n: usize| if n.is_multiple_of(7) { 9 } else { n % 4 };
        let work = |n: usize| {
            let held = weight(n).clamp(1, 5);
            most.fetch_max(alive.fetch_add(held, Ordering::SeqCst) + held, Ordering::SeqCst);
            jitter(n as u64);
            Ok::<_, ()>(n)
        };
        let mut seen = Vec::new();
        run_weighed(
            Frame { threads: 4, in_flight: 5 },
            (0..200).map(Ok),
            |n| weight(*n),
            work,
            |n| {
                alive.fetch_sub(weight(n).clamp(1, 5), Ordering::SeqCst);
                seen.push(n);
                Ok(())
            },
        )
        .unwrap();
        assert!(most.load(Ordering::SeqCst) <= 5, "{most:?}");
        assert_eq!(seen, (0..200).collect::<Vec<_>>());
    }

    #[test]
    fn an_error_of_any_side_ends_the_run_after_what_came_before() {
        for side in ["read", "work", "write"] {
            let fail = |at: &str, n: u64| if at == side && n == 40 { Err(n) } else { Ok(n) };
            let mut seen = Vec::new();
            let stopped = run(
                Frame { threads: 3, in_flight: 6 },
                (0..).map(|n| fail("read", n)),
                |n| {
                    jitter(n);
                    fail("work", n)
                },
                |n| {
                    seen.push(fail("write", n)?);
                    Ok(())
                },
            );
            assert!(matches!(stopped, Err(Stopped::By(40))), "{side}");
            assert_eq!(seen, (0..40).collect::<Vec<_>>(), "{side}");
        }
    }

    #[test]
    fn nothing_to_do_is_no_error() {
        run(Frame::default(), std::iter::empty::<Result<(), ()>>(), Ok, Ok).unwrap();
    }

    #[test]
    fn a_panic_of_a_worker_is_passed_on_and_does_not_hang() {
        let frame = Frame { threads: 2, in_flight: 3 };
        let work = |n: u32| if n == 9 { panic!("nine") } else { Ok::<_, ()>(n) };
        let caught = std::panic::catch_unwind(|| run(frame, (0..).map(Ok), work, |_| Ok(())));
        assert!(caught.is_err());
    }
}
