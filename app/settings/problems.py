"""What is wrong with a settings file, said so that an administrator can mend it without asking."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the file (or environment variable), the key in it, and what to write instead."""

    file: str
    key: str
    advice: str

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        return f"{where}: {self.advice}"


class SettingsError(Exception):
    """The settings cannot be used; every mistake found is named, none shows a secret."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
