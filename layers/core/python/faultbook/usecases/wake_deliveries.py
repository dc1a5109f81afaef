"""Each minute: lanes that are due and that nobody is at."""

from dataclasses import dataclass, field
from datetime import timedelta

from faultbook.domain.errors import FaultbookError
from faultbook.usecases.delivery_ports import DeliveryStore, Wake
from faultbook.usecases.left_over import LeftOver
from faultbook.usecases.ports import Clock


@dataclass(slots=True)
class Woken:
    """`late` are customers whose deliveries could not be begun. `lag`: how long one was due."""

    count: int = 0
    lag: timedelta = timedelta(0)
    late: list[LeftOver] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WakeDeliveries:
    deliveries: DeliveryStore
    wake: Wake
    clock: Clock

    def run(self) -> Woken:
        """Raises Unavailable where the lanes cannot be read."""
        woken = Woken()
        now = self.clock()
        for lane in self.deliveries.due(now):
            woken.lag = max(woken.lag, now - max(lane.next_at, lane.lease_until))
            try:
                self.wake(lane.customer_id, lane.endpoint_id)
            except FaultbookError as error:
                woken.late.append(LeftOver(lane.customer_id, reason=error))
            else:
                woken.count += 1
        return woken
