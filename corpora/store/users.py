"""Who may review: users with a role and a password, and their sessions."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.schema import assignments, invitations, sessions, users
from jjak.seeds.errors import SettingError, unknown

LASTS = timedelta(days=14)  # how long a session is good for
SHORTEST = 8  # characters of a password, NIST SP 800-63B
_NOTHING = timedelta()
LOCAL = "@local"  # of sessions on one's own machine; no user can be called so
_NAME = re.compile(r"\w[\w.@-]{0,63}")


class Role(StrEnum):
    """What a user may: look; look and act; act, bring in documents and take pairs out."""

    READER = "reader"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class User:
    """assigned_only: whether they see only the documents that are assigned to them."""

    name: str
    role: Role
    created: str = ""
    assigned_only: bool = False


@dataclass(frozen=True, slots=True)
class Session:
    """user: who it is of, LOCAL for whoever came with this machine's token; token: what a request that changes anything must
    carry."""

    digest: str
    user: str
    token: str


class Users:
    """The users of an open corpus."""

    def __init__(self, store: Corpus) -> None:
        self.store = store

    def add(self, name: str, role: str, password: str) -> User:
        """Add a user, or give one another role and password; raises SettingError at what will not do."""
        row = self.checked(name, role, password)
        with self.store.transaction() as connection:
            self.put(connection, name, row)
        user = self.user(name)
        assert user is not None
        return user

    def checked(self, name: str, role: str, password: str) -> dict[str, Any]:
        """What is kept of a user with this role and password; raises SettingError at what will not do."""
        checked_name(name)
        if role not in set(Role):
            raise unknown("role", role, Role)
        if len(password) < SHORTEST:
            raise SettingError(
                "A password of {length} characters", "Use {shortest} or more.", length=len(password), shortest=SHORTEST
            )
        return {"role": str(role), "password": _hasher().hash(password)}

    def put(self, connection: Connection, name: str, row: Mapping[str, Any]) -> None:
        """Add a user, or change one and end their sessions; links that were made before are good no more."""
        if row["role"] == Role.ADMIN:
            row = {**row, "assigned_only": False}
        revoke(connection, name, row["role"])
        if connection.execute(select(users.c.name).where(users.c.name == name)).first():
            connection.execute(update(users).where(users.c.name == name).values(row))
            connection.execute(delete(sessions).where(sessions.c.user == name))
        else:
            connection.execute(insert(users).values(name=name, created=_now().isoformat(timespec="seconds"), **row))

    def remove(self, name: str) -> bool:
        """Remove a user, or somebody who is invited to be one; whether there was one. Their acts stay in the log."""
        with self.store.transaction() as connection:
            return self.take_away(connection, name)

    def take_away(self, connection: Connection, name: str) -> bool:
        """Remove a user with sessions, assignments, and every link for them or of theirs; whether there was one."""
        invited = revoke(connection, name, "")
        for table in (sessions, assignments):
            connection.execute(delete(table).where(table.c.user == name))
        return connection.execute(delete(users).where(users.c.name == name)).rowcount + invited > 0

    def all(self) -> list[User]:
        return [_user(row) for row in fetch(self.store, _USERS.order_by(users.c.name))]

    def user(self, name: str) -> User | None:
        found = fetch(self.store, _USERS.where(users.c.name == name))
        return _user(found[0]) if found else None

    def known(self, name: str, password: str) -> User | None:
        """The user, where the password is theirs; a name that is not there takes as long as a wrong password."""
        from argon2.exceptions import VerificationError

        found = fetch(self.store, select(users.c.password).where(users.c.name == name))
        try:
            _hasher().verify(found[0][0] if found else _nobody(), password)
        except VerificationError:
            return None
        return self.user(name) if found else None

    def begin(self, user: str) -> tuple[str, Session]:
        """A new session; the secret that its cookie holds, and the session."""
        secret = secrets.token_urlsafe(32)
        session = Session(digest_of(secret), user, secrets.token_urlsafe(32))
        row = {"digest": session.digest, "user": user, "token": session.token, "expires": (_now() + LASTS).isoformat()}
        with self.store.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires < _now().isoformat()))
            connection.execute(insert(sessions).values(row))
        return secret, session

    def session(self, secret: str) -> Session | None:
        query = select(sessions.c.digest, sessions.c.user, sessions.c.token)
        current = query.where(sessions.c.digest == digest_of(secret), sessions.c.expires > _now().isoformat())
        found = fetch(self.store, current)
        return Session(*found[0]) if found else None

    def lasts(self, session: Session) -> bool:
        """Whether a session that was found is still good: not ended, not over, and of a user who is there."""
        query = select(sessions.c.user).where(sessions.c.digest == session.digest, sessions.c.expires > _now().isoformat())
        found = fetch(self.store, query)
        return bool(found) and (found[0][0] == LOCAL or self.user(found[0][0]) is not None)

    def end(self, session: Session) -> None:
        with self.store.transaction() as connection:
            connection.execute(delete(sessions).where(sessions.c.digest == session.digest))


def revoke(connection: Connection, name: str, role: str) -> int:
    """End the links that wait for `name`, and what they invited where their role is no admin's any more; how many waited."""
    if role != Role.ADMIN:
        connection.execute(delete(invitations).where(invitations.c.inviter == name))
    return connection.execute(delete(invitations).where(invitations.c.user == name)).rowcount


_USERS = select(users.c.name, users.c.role, users.c.created, users.c.assigned_only)


def _user(row: Any) -> User:
    return User(row[0], Role(row[1]), row[2], row[3])


@cache
def _hasher() -> Any:
    from argon2 import PasswordHasher

    return PasswordHasher()


@cache
def _nobody() -> str:
    return str(_hasher().hash(secrets.token_urlsafe(16)))


def checked_name(name: str) -> str:
    """A name that a user can have; raises SettingError at another."""
    if not _NAME.fullmatch(name):
        raise SettingError("No user can be called {name!r}", "Use up to 64 letters, digits, and . @ - _.", name=name)
    return name


def moment(later: timedelta = _NOTHING) -> str:
    """Now, or some time later, as it is kept."""
    return (_now() + later).isoformat()


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _now() -> datetime:
    return datetime.now(UTC)
