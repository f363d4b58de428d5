"""The decorator of every page: its address, whether it is open, and who makes it.

    @WebPage("GET", "/officer/inbox")
    def inbox(visit: PageVisit) -> Reply: ...

A page has no rules of its own: it asks the API's routes in process (`PageVisit.ask`) and shows what
they say. A new page also goes into the table `PAGES` in `chalicelib/page_routes.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any, Literal, TypeVar

from chalicelib.kernel.frozen import frozen
from chalicelib.runtime.http.calls import Reply

PageWork = TypeVar("PageWork", bound=Callable[..., Reply])


def _no_page(*_: Any) -> Reply:
    raise NotImplementedError


@frozen
class WebPage:
    """One page or one form's target. `open`: also for who is not signed in; `files`: the form may
    bring some; `large`: it has more fields than others. `shared`: the same for everybody, so that
    no cookie is read or set, and what stands in front may keep it."""

    method: Literal["GET", "POST"]
    path: str
    open: bool = False
    files: bool = False
    large: bool = False
    shared: bool = False
    work: Callable[..., Reply] = _no_page

    @property
    def route(self) -> str:
        """Method and address, parameters in braces."""
        return f"{self.method} {self.path}"

    def __call__(self, work: PageWork) -> PageWork:
        """Show this page by that function, which stays as it is."""
        WEB_PAGES[self.route] = replace(self, work=work)
        return work


WEB_PAGES: dict[str, WebPage] = {}
"""By method and address: those of the nouns whose pages have been imported."""


def find_page(module: str, route: str) -> WebPage:
    """The page; its module is imported at its first request."""
    import_module(module)
    return WEB_PAGES[route]
