"""The fluent data source: `context.data_sources.add_polars(name).add_dataframe_asset(name)`."""

import builtins
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

import polars as pl

from expectations.polars_engine import metrics, redaction
from expectations.polars_engine.engine import CHUNK_ROWS, MAX_INDEX, PolarsExecutionEngine
from expectations.polars_engine.internals import (
    DATA_CONNECTOR_NAME,
    Batch,
    BatchRequest,
    BuildBatchRequestError,
    DataAsset,
    Datasource,
    IDDict,
    LegacyBatchDefinition,
    RuntimeDataBatchSpec,
    check_version,
    make_batch_identifier,
    pydantic,
)

__all__ = ["PolarsDatasource", "PolarsFrameAsset", "metrics", "redaction"]

check_version()


class PolarsFrameAsset(DataAsset[Any, Any]):
    """Frames that are handed over when a batch is asked for, as `{"dataframe": frame}`."""

    type: Literal["polars_frame"] = "polars_frame"

    class Config:
        """Unknown fields are refused."""

        extra = pydantic.Extra.forbid

    def test_connection(self) -> None:
        """There is nothing to connect to."""

    def get_batch_parameters_keys(self, partitioner: Any = None) -> tuple[str, ...]:  # noqa: ARG002
        """What a batch is asked for with."""
        return ("dataframe",)

    def get_batch_identifiers_list(self, batch_request: BatchRequest[Any]) -> list[dict[str, Any]]:
        """The identifiers of the only batch that a frame is."""
        return [IDDict(batch_request.options)]

    def build_batch_request(
        self, options: Any = None, batch_slice: Any = None, partitioner: Any = None
    ) -> BatchRequest[Any]:
        """The request for the batch that a frame is.

        Raises BuildBatchRequestError unless given exactly a frame.
        """
        frame = (options or {}).get("dataframe")
        alone = set(options or {}) == {"dataframe"} and batch_slice is None and partitioner is None
        if not alone or not isinstance(frame, pl.DataFrame | pl.LazyFrame):
            raise BuildBatchRequestError(
                message="batch parameters must be {'dataframe': a polars DataFrame or LazyFrame}, nothing else"
            )
        return BatchRequest(datasource_name=self.datasource.name, data_asset_name=self.name, options=options)

    def get_batch(self, batch_request: BatchRequest[Any]) -> Batch:
        """The batch that a frame is."""
        spec = RuntimeDataBatchSpec(batch_data=batch_request.options["dataframe"])
        data, markers = self.datasource.get_execution_engine().get_batch_data_and_markers(batch_spec=spec)
        return Batch(
            datasource=self.datasource,
            data_asset=self,
            batch_request=batch_request,
            data=data,
            metadata=self._get_batch_metadata_from_batch_request(
                batch_request=batch_request, ignore_options=("dataframe",)
            ),
            batch_markers=markers,
            batch_spec=spec,
            batch_definition=LegacyBatchDefinition(
                datasource_name=self.datasource.name,
                data_connector_name=DATA_CONNECTOR_NAME,
                data_asset_name=self.name,
                batch_identifiers=make_batch_identifier(batch_request.options),
                batch_spec_passthrough=None,
            ),
        )

    def add_batch_definition_whole_dataframe(self, name: str) -> Any:
        """The definition of a batch that is a whole frame."""
        return self.add_batch_definition(name=name, partitioner=None)


class PolarsDatasource(Datasource[PolarsFrameAsset, PolarsExecutionEngine]):
    """Polars frames; defining the class gives every context `data_sources.add_polars`.

    For the fields see PolarsExecutionEngine, to which they go.
    """

    asset_types: ClassVar[Sequence[type[DataAsset[Any, Any]]]] = [PolarsFrameAsset]

    type: Literal["polars"] = "polars"
    assets: list[PolarsFrameAsset] = []  # noqa: RUF012
    row_column: str | None = None
    max_index: int = MAX_INDEX
    chunk_rows: int = CHUNK_ROWS
    private: list[str] = []  # noqa: RUF012

    @property
    def execution_engine_type(self) -> builtins.type[PolarsExecutionEngine]:
        """The engine of this data source."""
        return PolarsExecutionEngine

    def test_connection(self, test_assets: bool = True) -> None:
        """There is nothing to connect to."""

    def add_dataframe_asset(self, name: str) -> PolarsFrameAsset:
        """A name under which frames are validated."""
        return self._add_asset(asset=PolarsFrameAsset(name=name))
