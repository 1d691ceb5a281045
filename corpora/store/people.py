"""What admins do about people: invite them by a link that is good once, give roles and documents, end sessions."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase

from sqlalchemy import Connection, delete, func, insert, select, update

from jjak.corpora.store.corpus import Corpus
from jjak.corpora.store.queries import fetch
from jjak.corpora.store.review_progress import live_bitexts
from jjak.corpora.store.schema import alignments, assignments, invitations, sessions, users
from jjak.corpora.store.users import Role, Session, User, Users, checked_name, digest_of, moment, revoke
from jjak.seeds.errors import SettingError, unknown

GOOD_FOR = timedelta(days=7)  # how long a link waits for whom it invites


@dataclass(frozen=True, slots=True)
class Invitation:
    """digest: of the secret in its link; name: what the user will be called, or is called who gets a new password."""

    digest: str
    name: str
    role: Role
    assigned_only: bool


class People:
    """The people of an open corpus, as an admin sees them."""

    def __init__(self, store: Corpus) -> None:
        self.store, self.users = store, Users(store)

    def invite(self, name: str, role: str, inviter: str, *, assigned_only: bool = False) -> str:
        """The secret of a link by which `name` sets a password and comes in, once; raises SettingError at what will not do."""
        checked_name(name)
        row = {"user": name, "role": str(_role(role)), "assigned_only": _limited(role, assigned_only), "inviter": inviter}
        secret = secrets.token_urlsafe(32)
        row |= {"digest": digest_of(secret), "expires": moment(GOOD_FOR)}
        with self.store.transaction() as connection:
            # a new link takes the place of the one before
            connection.execute(delete(invitations).where((invitations.c.user == name) | (invitations.c.expires < moment())))
            connection.execute(insert(invitations).values(row))
        return secret

    def invitation(self, secret: str) -> Invitation | None:
        """The invitation of a link that is still good."""
        table = invitations.c
        query = select(table.digest, table.user, table.role, table.assigned_only)
        rows = fetch(self.store, query.where(table.digest == digest_of(secret), table.expires > moment()))
        return Invitation(rows[0][0], rows[0][1], Role(rows[0][2]), rows[0][3]) if rows else None

    def accept(self, invitation: Invitation, password: str) -> User | None:
        """Make the user, whose link is good no more; None where somebody was first. Raises SettingError at a short password."""
        row = self.users.checked(invitation.name, invitation.role, password)
        with self.store.transaction() as connection:
            if not connection.execute(delete(invitations).where(invitations.c.digest == invitation.digest)).rowcount:
                return None
            self.users.put(connection, invitation.name, row | {"assigned_only": invitation.assigned_only})
        return self.users.user(invitation.name)

    def set_role(self, name: str, role: str, *, assigned_only: bool = False) -> None:
        """Give a user another role, and end the links that gave the one before.

        Raises SettingError where there is no such user, and where no admin would be left.
        """
        row = {"role": str(_role(role)), "assigned_only": _limited(role, assigned_only)}
        with self.store.transaction() as connection:
            _keep_an_admin(connection, name, role)
            revoke(connection, name, role)
            if not connection.execute(update(users).where(users.c.name == name).values(row)).rowcount:
                raise _nobody(name)

    def remove(self, name: str) -> None:
        """Remove a user, with sessions, links and assignments; raises SettingError as `set_role` does."""
        with self.store.transaction() as connection:
            _keep_an_admin(connection, name, Role.READER)
            if not self.users.take_away(connection, name):
                raise _nobody(name)

    def end_sessions(self, name: str, keep: Session | None = None) -> int:
        """End the sessions of a user, but for one of them; how many there were."""
        kept = () if keep is None else (sessions.c.digest != keep.digest,)
        with self.store.transaction() as connection:
            return connection.execute(delete(sessions).where(sessions.c.user == name, *kept)).rowcount

    def set_password(self, name: str, password: str, keep: Session) -> None:
        """Give a user another password, and end their other sessions; raises SettingError at a short one."""
        user = self.users.user(name)
        if user is None:
            raise _nobody(name)
        row = self.users.checked(name, user.role, password)
        with self.store.transaction() as connection:
            connection.execute(update(users).where(users.c.name == name).values(password=row["password"]))
            connection.execute(delete(invitations).where(invitations.c.user == name))
        self.end_sessions(name, keep)

    def sessions(self) -> Mapping[str, int]:
        """How many sessions each user has."""
        query = select(sessions.c.user, func.count()).where(sessions.c.expires > moment()).group_by(sessions.c.user)
        return dict(fetch(self.store, query))

    def assign(self, name: str, bitexts: Collection[int]) -> None:
        """Say which documents a user sees who sees only assigned ones; what was said before is taken back.

        Raises SettingError where there is no such user.
        """
        with self.store.transaction() as connection:
            if not connection.execute(select(users.c.name).where(users.c.name == name)).first():
                raise _nobody(name)
            connection.execute(delete(assignments).where(assignments.c.user == name))
            there = set(connection.execute(select(alignments.c.id)).scalars())
            if rows := [{"user": name, "alignment": each} for each in sorted(there.intersection(bitexts))]:
                connection.execute(insert(assignments), rows)

    def assigned(self, name: str) -> frozenset[int]:
        """The documents that are assigned to a user."""
        return frozenset(row[0] for row in fetch(self.store, select(assignments.c.alignment).where(assignments.c.user == name)))

    def seen_by_name(self, name: str) -> frozenset[int] | None:
        """The documents that the user of this name may see, as `seen_by` has it; raises SettingError where there is none."""
        user = self.users.user(name)
        if user is None:
            raise _nobody(name)
        return self.seen_by(user)

    def let_see(self, name: str, patterns: Sequence[str] | None) -> int:
        """Let a user see the documents of which a name fits a pattern and no others, None: all; how many these are.

        Raises:
            SettingError: Where there is no such user, where they are an admin, and where no document fits a pattern.
        """
        user = self.users.user(name)
        if user is None:
            raise _nobody(name)
        if patterns is not None and user.role is Role.ADMIN:
            raise SettingError(
                "{name} is an admin, who sees all documents", "Give them another role first: jjak users add.", name=name
            )
        there = [tuple(row) for row in fetch(self.store, live_bitexts())]
        found = set() if patterns is not None else {bitext for bitext, *_ in there}
        for pattern in patterns or ():
            fitting = {bitext for bitext, *names in there if any(fnmatchcase(one, pattern) for one in names)}
            if not fitting:
                raise _no_document(pattern, there[0][1] if there else "")
            found |= fitting
        self.set_role(name, user.role, assigned_only=patterns is not None)
        self.assign(name, found if patterns is not None else ())
        return len(found)

    def seen_by(self, user: User) -> frozenset[int] | None:
        """The documents that a user may see; None for all of them."""
        return self.assigned(user.name) if user.assigned_only else None


def _keep_an_admin(connection: Connection, name: str, role: str) -> None:
    admin = users.c.role == str(Role.ADMIN)
    # a change that changes nothing holds the rows until the end: two admins who remove each other at once would leave none
    connection.execute(update(users).where(admin).values(role=users.c.role))
    if list(connection.execute(select(users.c.name).where(admin)).scalars()) == [name] and role != Role.ADMIN:
        raise SettingError("{name} is the only admin", "Make another one first.", name=name)


def _role(role: str) -> Role:
    if role not in set(Role):
        raise unknown("role", role, Role)
    return Role(role)


def _limited(role: str, assigned_only: bool) -> bool:
    """An admin assigns documents, and sees all."""
    return assigned_only and role != Role.ADMIN


def _no_document(pattern: str, example: str) -> SettingError:
    if not example:
        return SettingError("No document is called {pattern}: the corpus has none", "Build it first.", pattern=pattern)
    return SettingError(
        "No document is called {pattern}",
        "Names are as in the review, for example {example}; * stands for any characters.",
        pattern=pattern,
        example=example,
    )


def _nobody(name: str) -> SettingError:
    return SettingError("There is no user {name}", "`jjak users list` names them.", name=name)
