"""Who applies: people with traits nobody sees, and the loans they ask for, some of them twice."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from scoring.arrays import Bools, Floats, Ints
from scoring.days import DAYS_IN_YEAR
from scoring.synthetic.draws import chance

FIRST_CLIENT = 900_001
TRAIN_SHARE = 307_511 / (307_511 + 48_744)
TWICE_SHARE = 0.025
OLDEST_BIRTH, YOUNGEST_BIRTH = -25_200, -7_500


@dataclass(frozen=True)
class Traits:
    """What drives a person's file without standing in it; roughly standard normal, high is good but for ``need``.

    ``repute`` is what others say of the person: it speaks through the external scores alone.
    """

    solvency: Floats
    discipline: Floats
    experience: Floats
    need: Floats
    repute: Floats

    @property
    def safety(self) -> Floats:
        """The traits together, roughly standard normal: high for those who repay."""
        mixed: Floats = 0.65 * self.solvency + 0.6 * self.discipline + 0.2 * self.experience - 0.25 * self.need
        return mixed

    def take(self, rows: Ints) -> Traits:
        """The traits of some, in the order asked for."""
        return Traits(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


@dataclass(frozen=True)
class Clients:
    """One entry an application; ``person`` says who stands behind it.

    The three dates are days relative to the application. Those of a person's second application are all
    moved by the same number of days, which is how the same person can be told.
    """

    ids: Ints
    person: Ints
    train: Bools
    traits: Traits
    male: Bools
    birth: Ints
    registration: Ints
    id_publish: Ints

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def age(self) -> Floats:
        """Age in years."""
        years: Floats = -self.birth / DAYS_IN_YEAR
        return years


def draw_clients(
    rng: np.random.Generator,
    clients: int,
    *,
    train: int,
    n_second: int,
    first_client: int = FIRST_CLIENT,
) -> Clients:
    """Draw people and let some of them apply a second time.

    Parameters
    ----------
    rng : Generator
        The people's own generator.
    clients : int
        How many applications, training and test together.
    train, n_second : int
        How many of them have a known outcome; how many are a person's second.
    first_client : int
        The lowest of their numbers.

    Returns
    -------
    Clients
        Their people counted from 0.
    """
    people = _draw_people(rng, clients - n_second)
    again = rng.choice(clients - n_second, size=n_second, replace=False)
    order = rng.permutation(clients)
    person = np.concatenate([np.arange(clients - n_second), again])[order]
    later = np.concatenate([np.zeros(clients - n_second, dtype=np.int64), rng.integers(30, 700, n_second)])[order]
    is_train = rng.permutation(clients) < train
    return replace(
        people,
        ids=first_client + rng.permutation(clients),
        person=person,
        train=is_train,
        traits=people.traits.take(person),
        male=people.male[person],
        birth=people.birth[person] - later,
        registration=people.registration[person] - later,
        id_publish=people.id_publish[person] - later,
    )


def _draw_people(rng: np.random.Generator, people: int) -> Clients:
    """People as of their first application; ids and train are set once applications are known."""
    male = chance(rng, 0.342, people)
    place = rng.beta(1.6, 1.6, people)
    span = YOUNGEST_BIRTH - (OLDEST_BIRTH + 700)
    birth = (YOUNGEST_BIRTH - place * span).astype(np.int64)
    lived = -birth - 1
    registration = -np.minimum(rng.gamma(1.7, 2930.0, people), lived - 5).astype(np.int64)
    id_publish = -np.minimum(rng.beta(1.6, 1.6, people) * 6000.0, lived - 2100).astype(np.int64)
    return Clients(
        ids=np.arange(people),
        person=np.arange(people),
        train=np.ones(people, dtype=np.bool_),
        traits=_draw_traits(rng, place, male),
        male=male,
        birth=birth,
        registration=registration,
        id_publish=np.minimum(id_publish, 0),
    )


def _draw_traits(rng: np.random.Generator, place: Floats, male: Bools) -> Traits:
    """Older people are somewhat more solvent and disciplined; men somewhat less disciplined."""
    people = len(place)
    experience = (place - 0.5) / 0.244
    common = rng.standard_normal(people)
    solvency = 0.25 * experience + 0.45 * common + 0.86 * rng.standard_normal(people)
    discipline = 0.2 * experience + 0.45 * common + 0.86 * rng.standard_normal(people) - 0.15 * (male - 0.342)
    need = -0.2 * experience - 0.2 * solvency + 0.94 * rng.standard_normal(people)
    repute = 0.2 * solvency + 0.2 * discipline + 0.95 * rng.standard_normal(people)
    return Traits(solvency, discipline, experience, need, repute)
