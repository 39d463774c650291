"""gast makes its classes while it is imported; for a type checker every name in it is anything."""

from typing import Any

def __getattr__(name: str) -> Any: ...
