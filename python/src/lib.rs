//! presswash for Python: pages and Arrow batches in, cleaned ones out.
//!
//! | module | what it does |
//! |---|---|
//! | `cleaner` | the object that cleans, made from settings that it can be made from again |
//! | `cleaned` | one cleaned page, its comments and what was removed |
//! | `columns` | columns of a batch to pages |
//! | `batch` | a batch that any Arrow library takes over without copying |
//! | `pools` | threads, also after a fork |
//! | `sites` | what the sites of a dump repeat, counted part by part |

mod batch;
mod cleaned;
mod cleaner;
mod columns;
mod pools;
mod sites;

use pyo3::prelude::*;

/// The compiled half of the package `presswash`.
#[pymodule]
mod _presswash {
    #[pymodule_export]
    use super::batch::Batch;
    #[pymodule_export]
    use super::cleaned::{Cleaned, Comment, Removed};
    #[pymodule_export]
    use super::cleaner::Cleaner;
    #[pymodule_export]
    use super::sites::{Scan, merge_profiles};

    use super::{Bound, PyModule, PyModuleMethods, PyResult};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
