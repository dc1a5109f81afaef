"""The expression of an update."""

from faultbook.dynamodb.fault_item import Item


class Update:
    """SET for values that are new or differ, REMOVE for those that are gone."""

    def __init__(self, changed: Item, removed: list[str]) -> None:
        self.names = {f"#{i}": name for i, name in enumerate([*changed, *removed])}
        placeholders = {name: f"#{i}" for i, name in enumerate([*changed, *removed])}
        self.values = {f":{placeholders[name][1:]}": value for name, value in changed.items()}
        assignments = [f"{placeholders[name]} = :{placeholders[name][1:]}" for name in changed]
        parts = ["SET " + ", ".join(assignments)] if assignments else []
        if removed:
            parts.append("REMOVE " + ", ".join(placeholders[name] for name in removed))
        self.expression = " ".join(parts)

    @classmethod
    def between(cls, before: Item, after: Item) -> "Update":
        changed = {name: value for name, value in after.items() if before.get(name) != value}
        return cls(changed, [name for name in before if name not in after])
