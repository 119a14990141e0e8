"""moto's server for SQS and Kinesis, as it is but for what a run with several clients and a burst cannot do without."""

import random
import string
import sys
import threading
import time

from moto import backends
from moto.server import main
from moto.sqs import models

# moto changes its lists without a lock: a message that is sent while another thread deletes one would be lost. So the
# interpreter changes threads only where one waits, for a socket or for a message, and never in the midst of such a change.
sys.setswitchinterval(1000)

# It asks for the time, by way of a date, for every message in a queue at every call.
models.unix_time = lambda dt=None: time.time()
models.unix_time_millis = lambda dt=None: time.time() * 1000

# It looks for its own folders at every call, and draws each letter of a receipt by itself.
modules = list(backends.list_of_moto_modules())
backends.list_of_moto_modules = lambda: iter(modules)
models.generate_receipt_handle = lambda: "".join(random.choices(string.ascii_lowercase, k=185))

# For each message that is sent or received it works out all attributes of the queue, how many messages wait among them
# (each one is looked at), to use a single one.
attributes_of = models.Queue.attributes.fget
hurried = threading.local()


def attributes(queue):
    if not getattr(hurried, "now", False):
        return attributes_of(queue)
    is_by_content = getattr(queue, "content_based_deduplication", False) in (True, "true")
    return {
        "ContentBasedDeduplication": "true" if is_by_content else "false",
        "MessageRetentionPeriod": queue.message_retention_period,
    }


def hurrying(method):
    def called(*args, **kwargs):
        hurried.now = True
        try:
            return method(*args, **kwargs)
        finally:
            hurried.now = False

    return called


models.Queue.attributes = property(attributes)
for name in ("send_message", "is_message_valid_based_on_retention_period"):
    setattr(models.SQSBackend, name, hurrying(getattr(models.SQSBackend, name)))

if __name__ == "__main__":
    main()
