//! `presswash train`: gold pages in, a line model out.

use super::args::TrainArgs;
use super::exit::Exit;
use super::{say, settings};
use crate::model::train::Training;
use crate::pipeline::keep_apart;
use crate::read::expand;
use crate::train::{read_gold, train_model};
use crate::write::{Options, Sink};

/// Runs `presswash train`.
pub fn run(args: &TrainArgs) -> anyhow::Result<Exit> {
    let settings = settings::resolve(&args.settings, args.rules.layer().then(args.quiet.layer()))?;
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
            say(&format!("epoch {epoch} of {}: loss {loss:.3}", training.epochs));
        }
    })?;
    sink.write_block(&model.to_bytes()?)?;
    sink.finish()?;
    if !quiet {
        say(&format!("trained on {}", model.card.training));
    }
    Ok(Exit::Well)
}
