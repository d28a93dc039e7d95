//! A batch that any Arrow library takes over without copying.
//!
//! Separate from the batches of any one library, so that the package depends
//! on none.

use std::sync::Arc;

use arrow_array::{Array, RecordBatch, StructArray};
use arrow_schema::{DataType, Field};
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{to_array_pycapsules, to_schema_pycapsule};

/// An Arrow record batch, given out through the Arrow `PyCapsule` interface.
#[pyclass(frozen, module = "presswash")]
pub struct Batch(pub RecordBatch);

#[pymethods]
impl Batch {
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        let array = StructArray::from(self.0.clone());
        let field = Field::new("", DataType::Struct(self.0.schema().fields.clone()), false)
            .with_metadata(self.0.schema().metadata.clone());
        to_array_pycapsules(py, Arc::new(field), &array as &dyn Array, requested_schema)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.0.schema().as_ref())
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.0.num_rows()
    }

    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    fn __repr__(&self) -> String {
        let names: Vec<&str> =
            self.0.schema_ref().fields.iter().map(|f| f.name().as_str()).collect();
        format!("Batch({} rows: {})", self.0.num_rows(), names.join(", "))
    }
}
