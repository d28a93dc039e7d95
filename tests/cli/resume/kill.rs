//! Killed at moments that nothing prepares for.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use presswash::random::Random;

use super::dumps::{SMALL, assert_same, put_inputs};
use crate::place::Place;

/// A run that is killed again and again.
struct Victim<'p> {
    place: &'p Place,
    line: String,
    /// Longest time until a kill; grows while kills come too early for any checkpoint.
    reach: Duration,
    /// What it grows to.
    most: Duration,
    random: Random,
    kills: usize,
    /// Kills after which there was more in the manifest than before.
    gained: usize,
}

impl Victim<'_> {
    fn spawn(&self) -> Child {
        Command::new(env!("CARGO_BIN_EXE_presswash"))
            .current_dir(self.place.path(""))
            .args(self.line.split(' ').filter(|argument| !argument.is_empty()))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// Kills the run so many times, and once after a checkpoint at least, beginning anew when it comes to its end before.
    fn kill(&mut self, times: usize, manifest: &str) {
        while self.kills < times || self.gained == 0 {
            let before = self.rows(manifest);
            let mut child = self.spawn();
            sleep(self.reach.mul_f32(self.random.share()));
            if child.try_wait().unwrap().is_some() {
                fs::remove_dir_all(self.place.path("out")).unwrap();
                continue;
            }
            child.kill().unwrap();
            child.wait().unwrap();
            self.kills += 1;
            if self.rows(manifest) > before {
                self.gained += 1;
            } else {
                self.reach = self.reach.mul_f32(1.2).min(self.most);
            }
        }
    }

    fn rows(&self, manifest: &str) -> usize {
        fs::read_to_string(self.place.path(manifest)).map_or(0, |text| text.lines().count())
    }
}

/// Kills and goes on, and compares with a run that nothing happened to; archives are the same
/// bytes only if that one could have been gone on with, too.
fn survives(place: &Place, arguments: &str, whole: &str, manifest: &str, times: usize) {
    let started = Instant::now();
    let whole = place.run(&format!("{} {whole}", arguments.replace("out/", "whole/")));
    assert!(matches!(whole.code, Some(0 | 3)), "{}", whole.err);
    let line = format!("{arguments} --resume");
    let (took, random) = (started.elapsed(), Random::new(7));
    let (reach, most) = (took / 4, took * 3 / 4);
    let mut victim = Victim { place, line, reach, most, random, kills: 0, gained: 0 };
    victim.kill(times, manifest);
    let ended = place.run(&victim.line);
    // The last kill may have come after the last row of the manifest.
    let complete = ended.err.contains("complete already");
    assert_eq!(ended.code, if complete { Some(0) } else { whole.code }, "{}", ended.err);
    assert_same(place, "whole", "out");
}

#[test]
fn a_run_killed_twenty_times_leaves_what_an_undisturbed_one_leaves() {
    let place = Place::in_memory();
    put_inputs(&place, 4000);
    let outputs = "-o out/out.jsonl --audit out/audit.jsonl --quarantine out/bad";
    let line = format!("clean in {outputs} --stats out/stats.json {SMALL}");
    survives(&place, &line, "", "out/out.jsonl.manifest", 20);
}

#[test]
fn a_mirror_killed_again_and_again_is_whole_in_the_end() {
    let place = Place::in_memory();
    put_inputs(&place, 2000);
    let line = format!("clean in -o out/ --audit out/audit.jsonl {SMALL}");
    // A folder that ends in a slash is made; killed before that, it is missing.
    fs::create_dir(place.path("out")).unwrap();
    survives(&place, &line, "--resume", "out/presswash-manifest.jsonl", 6);
}

#[cfg(feature = "parquet")]
#[test]
fn a_table_is_the_same_after_any_number_of_kills() {
    let place = Place::in_memory();
    put_inputs(&place, 2000);
    assert_eq!(place.run("clean in -o more/in.parquet --quiet").code, Some(3));
    let line = format!("clean in more -o out/out.parquet --audit out/audit.jsonl {SMALL}");
    survives(&place, &line, "", "out/out.parquet.manifest", 4);
}
