"""What this process counts of its own work, for Prometheus; a room says a number here and knows nothing of who reads it."""

from prometheus_client import CollectorRegistry, Counter, Gauge, GCCollector, Histogram, ProcessCollector

# prometheus_client and not django-prometheus: that one measures middleware, models and caches by wrapping each of them, and a
# line in the log of answers already says as much; what matters here are seconds to a phone.
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
GCCollector(registry=REGISTRY)

DELIVERY_SECONDS = Histogram(
    "qiaomen_delivery_seconds",
    "From the assignment to the phone's confirmation that it has it.",
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 20, 60, 180, 600, 3600),
    registry=REGISTRY,
)
BATCH_REPORTS = Histogram(
    "qiaomen_batch_reports",
    "Reports that a phone sent together: more than a few mean that it was without a network.",
    buckets=(1, 2, 5, 10, 20, 50, 100),
    registry=REGISTRY,
)
ANSWER_SECONDS = Histogram(
    "qiaomen_answer_seconds",
    "From a request to the end of its answer.",
    ["method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
    registry=REGISTRY,
)
SOCKETS = Gauge("qiaomen_sockets", "Phones and boards that are connected to this process.", registry=REGISTRY)
ERRORS = Counter(
    "qiaomen_errors_total", "Lines of level ERROR in this process's log, by logger.", ["logger"], registry=REGISTRY
)
