"""Bodies and answers of lists and their imports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.kernel.ids import SORTABLE_ID
from chalicelib.runtime.http.schemas.texts import Body

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ListType = Literal["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"]
ListKindName = Literal["agencies", "officers", "officials", "team_members", "eligible_citizens"]
AnyListKindName = Literal[
    "agencies", "officers", "officials", "team_members", "eligible_citizens", "leavers"
]
ImportModeName = Literal["check", "good_rows", "all_or_none"]
ImportStateName = Literal[
    "waiting", "checking", "writing", "leaving", "counting", "handing_over", "done", "refused"
]
_DIGEST = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"
_ID = "01K1QX4F7H2Q9S5D3G8J6K0M1N"


class ListFileBody(Body):
    """A file that is about to be sent: its type, length in bytes (20 MiB at most), SHA-256."""

    content_type: Annotated[ListType, Field(examples=[_XLSX])]
    size: Annotated[int, Field(ge=1, examples=[20480])]
    sha256: Annotated[str, Field(pattern="^[0-9a-fA-F]{64}$", examples=[_DIGEST])]


class ListFileView(BaseModel):
    """Post all `fields`, then the file as `file`, to `url` as multipart/form-data."""

    upload_id: str = Field(examples=[_ID])
    url: str = Field(examples=["https://uploads.s3.ap-southeast-1.amazonaws.com/"])
    fields: dict[str, str] = Field(examples=[{"key": f"lists/files/{_ID}"}])


class ImportBody(Body):
    """What is to become of a file. `check` writes nothing; `good_rows` leaves out rows with faults;
    `all_or_none` writes nothing if there is one. `replace` also lets go who is not in the file, of
    the communes or agencies that it names, after a `check` of it with `replace` has shown who."""

    kind: Annotated[ListKindName, Field(examples=["officials"])]
    upload_id: Annotated[str, Field(pattern=f"^{SORTABLE_ID}$", examples=[_ID])]
    mode: Annotated[ImportModeName, Field(examples=["check"])]
    replace: bool = False


class RowFaultView(BaseModel):
    """`line` as a spreadsheet counts (0: the file), `column` by its name (null: the whole row)."""

    line: int = Field(examples=[17])
    column: str | None = Field(examples=["phone"])
    code: str = Field(examples=["phone_invalid"])
    message: str


class NoticedView(BaseModel):
    """What was mended or left out."""

    code: str = Field(examples=["zero_restored"])
    count: int
    message: str


class ProgressView(BaseModel):
    """Rows that this state is done with, of all."""

    done: int
    of: int


class LeavingView(BaseModel):
    """An officer who goes by `replace`."""

    id: str = Field(examples=["cb017"])
    username: str = Field(examples=["ltmay"])
    name: str = Field(examples=["Lý Thị Mây"])
    agency: str = Field(examples=["so-xay-dung"])


class ImportView(BaseModel):
    """`good` rows change something, `unchanged` ones would not, `bad` ones have faults: the first
    100 faults in `errors`, all of them in the sheet. `leaving` counts who goes by `replace`; of
    officers, `leaving_people` names the first 100 of them that are the reader's to know, and
    `leaving_omitted` says how many more go."""

    id: str = Field(examples=[_ID])
    kind: AnyListKindName
    mode: ImportModeName
    replace: bool
    state: ImportStateName
    progress: ProgressView
    rows: int
    good: int
    unchanged: int
    bad: int
    leaving: int
    leaving_people: list[LeavingView]
    leaving_omitted: int
    errors: list[RowFaultView]
    errors_omitted: int
    noticed: list[NoticedView]
    started_at: str
    changed_at: str
