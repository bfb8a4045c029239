"""The handoff template as a file: the one that comes with the product, or one that ops name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from rules.model import Template

BUILT_IN = Path(__file__).parent.parent / "rules" / "template.yaml"


class TemplateError(Exception):
    """The template cannot be used. The text says where and why."""


@cache
def built_in() -> Template:
    """The template that comes with the product."""
    return load(BUILT_IN)


def load(path: Path) -> Template:
    """Read a template file. Raises TemplateError with the file's name and what is wrong."""
    try:
        return Template.model_validate(YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise TemplateError(f"{path}: {error.strerror}") from None
    except YAMLError as error:
        raise TemplateError(f"{path}: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise TemplateError(f"{path}: {place}: {first['msg']}") from None
