"""The same units on a Dask cluster: one that runs somewhere, or one that is started on this machine.

Its workers must have replylint installed and see the exports and the output folder under the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack

from distributed import Client, KilledWorker, LocalCluster, as_completed

from replylint.audit.pool import Work
from replylint.audit.units import Unit
from replylint.errors import ConfigError

LOCAL = "local"
"""The scheduler that stands for a cluster on this machine."""
_SECONDS = 20


def run(units: Iterable[Unit], work: Work, workers: int, scheduler: str) -> Iterator[tuple[Unit, str]]:
    """Do each unit on a cluster, as `pool.run` does; `workers` is for a cluster on this machine.

    Raises ConfigError if the scheduler cannot be reached.
    """
    with ExitStack() as stack:
        if scheduler == LOCAL:
            address = stack.enter_context(
                LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None, silence_logs=50)
            )
        else:
            address = scheduler
        try:
            client = stack.enter_context(Client(address, timeout=_SECONDS))
        except (OSError, ValueError) as error:
            raise ConfigError(
                f"--scheduler: {scheduler} cannot be reached ({error}); check the address, such as tcp://host:8786"
            ) from None
        futures = {client.submit(work, unit, pure=False): unit for unit in units}
        for future in as_completed(list(futures)):
            failure = future.exception()
            unit = futures.pop(future)
            if failure is None:
                yield unit, str(future.result())
            elif isinstance(failure, KilledWorker):
                yield unit, "the workers that read it died one after another, so it was not checked"
            else:
                yield (
                    unit,
                    f"it could not be done on the cluster ({type(failure).__name__}: {failure}), so it was not checked; is replylint installed there?",
                )
            future.release()
