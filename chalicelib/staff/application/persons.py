"""One person, one account, and perhaps several posts: which of them is in use, and whose it is.

Each post is an officer of the directory with an agency and a role of its own; the first one has the
account. Whoever signs in acts in one post at a time, so that role and scope are that post's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.agencies.application.ports import Directory
from chalicelib.agencies.domain.agencies import Officer
from chalicelib.identity.domain.sessions import Session
from chalicelib.kernel.actors import Actor
from chalicelib.kernel.errors import NotFound


def owner_of(directory: Directory, who: Actor) -> Actor:
    """The person whose account it is, as whom of their posts they act just now."""
    officer = directory.officer(who.id)
    return who if officer is None or officer.person is None else replace(who, id=officer.person)


def posts_of(directory: Directory, first: Officer) -> Sequence[Officer]:
    """All posts that the person has now, the first one in front."""
    found = (directory.officer(id) for id in first.posts)
    further = [post for post in found if post and post.active and post.person == first.id]
    return [first, *further]


def in_post(directory: Directory, session: Session, id: str) -> Session:
    """The same session, from now on in that post of its holder. Raises NotFound
    (`post_not_found`)."""
    first = directory.officer(session.holder or "")
    if first is None or id not in {post.id for post in posts_of(directory, first)}:
        raise NotFound("post_not_found")
    return replace(session, post=None if id == first.id else id)


def acting(directory: Directory, session: Session) -> Officer | None:
    """As whom the session's holder acts: in the post that was chosen as long as they have it, else
    in their first. None for who has no account any more."""
    first = directory.officer(session.holder) if session.holder else None
    if first is None or not first.active or session.post is None:
        return first
    chosen = directory.officer(session.post)
    has_it = chosen is not None and chosen.active and chosen.person == first.id
    return chosen if has_it else first
