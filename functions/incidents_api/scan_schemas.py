"""The wire of scan reports: names, types and limits, nothing else."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from faultbook.gateway.wire_types import IsoTime, Text
from functions.incidents_api.schemas import Body, Query

Source = Annotated[Text, StringConstraints(min_length=1, max_length=255)]


class ReadScanReport(Query):
    source: Source


class StoreScanReport(Body):
    source: Source
    created_at: IsoTime
    payload: str = Field(description="The report as the scanner wrote it; at most 300 KB.")


class ScanReport(BaseModel):
    model_config = ConfigDict(defer_build=True, alias_generator=to_camel)

    source: str
    created_at: datetime
    payload: str


class ClusterScore(BaseModel):
    score: Annotated[int, Field(ge=0, le=100)]
    grade: Literal["A", "B", "C", "D", "E", "F"]
