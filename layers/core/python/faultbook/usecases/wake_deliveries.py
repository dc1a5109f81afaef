"""Each minute: lanes that are due and that nobody is at."""

from dataclasses import dataclass, field

from faultbook.domain.errors import FaultbookError
from faultbook.usecases.delivery_ports import DeliveryStore, Wake
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.ports import Clock


@dataclass(slots=True)
class Woken:
    """`late` are customers whose deliveries could not be begun."""

    count: int = 0
    late: list[LeftOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WakeDeliveries:
    deliveries: DeliveryStore
    wake: Wake
    clock: Clock

    def run(self) -> Woken:
        """Raises Unavailable where the lanes cannot be read."""
        woken = Woken()
        for customer_id, endpoint_id in self.deliveries.due(self.clock()):
            try:
                self.wake(customer_id, endpoint_id)
            except FaultbookError as error:
                woken.late.append(LeftOver(customer_id, reason=error))
            else:
                woken.count += 1
        return woken
