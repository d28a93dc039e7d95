//! `presswash train`: gold pages in, a line model out.

use std::io::Write as _;

use super::args::TrainArgs;
use super::exit::Exit;
use super::settings;
use crate::model::train::Training;
use crate::pipeline::keep_apart;
use crate::read::expand;
use crate::train::{read_gold, train_model};
use crate::write::{Options, Sink};

/// Runs `presswash train`.
pub fn run(args: &TrainArgs) -> anyhow::Result<Exit> {
    let settings = settings::resolve(&args.settings, args.rules.layer())?;
    let inputs = expand(&args.gold)?;
    keep_apart(&inputs, [args.output.as_path()])?;
    let pages = read_gold(&inputs, &args.without)?;
    let training = Training { epochs: args.epochs, seed: args.seed, ..Training::default() };
    let options = Options { force: args.force, compression: None };
    let mut sink = Sink::create(&args.output, options)?;
    let rules = settings::rules(&settings)?;
    let data = args.data.as_deref().unwrap_or_default();
    let quiet = settings.quiet;
    let model = train_model(&pages, &rules, &training, args.made, data, |epoch, loss| {
        if !quiet {
            // Nobody may be there to read it.
            let of = training.epochs;
            let _ = writeln!(std::io::stderr(), "epoch {epoch} of {of}: loss {loss:.3}");
        }
    })?;
    sink.write_block(&model.to_bytes()?)?;
    sink.finish()?;
    writeln!(std::io::stderr(), "trained on {}", model.card.training)?;
    Ok(Exit::Well)
}
