"""moto's server for Kinesis with shards that can be split and merged, as Amazon's API reference says of SplitShard,
MergeShards and GetRecords. moto itself moves the records of a shard that was split, goes on writing to it, and never says
that it has been read to its end.

Started as `resharding.py -p PORT`.
"""

from moto.kinesis import models
from moto.server import main

from hashlib import md5


def last_id(stream):
    return max(shard._shard_id for shard in stream.shards.values())


def add(stream, start, end, parent, adjacent=None):
    shard = models.Shard(last_id(stream) + 1, start, end, parent=parent, adjacent_parent=adjacent)
    stream.shards[shard.shard_id] = shard


def split(stream, shard_id, new_start):
    shard = stream.shards[shard_id]
    shard.is_open = False
    add(stream, shard.starting_hash, int(new_start) - 1, shard_id)
    add(stream, int(new_start), shard.ending_hash, shard_id)


def merge(stream, shard_id, adjacent_id):
    left, right = stream.shards[shard_id], stream.shards[adjacent_id]
    left.is_open = right.is_open = False
    add(stream, left.starting_hash, right.ending_hash, shard_id, adjacent_id)


def open_shard_of(stream, key, explicit):
    number = int(explicit) if explicit else int(md5(key.encode()).hexdigest(), 16)
    return next(s for s in stream.shards.values() if s.is_open and s.starting_hash <= number <= s.ending_hash)


get_records = models.KinesisBackend.get_records


def records_of(backend, stream_arn, iterator, limit):
    following, records, behind = get_records(backend, stream_arn, iterator, limit)
    name, shard_id, last = models.decompose_shard_iterator(following)
    shard = backend.describe_stream(stream_arn=stream_arn, stream_name=name).get_shard(shard_id)
    is_over = not shard.is_open and int(last) >= shard.get_max_sequence_number()
    return (None if is_over else following), records, behind


models.Stream.split_shard = split
models.Stream.merge_shards = merge
models.Stream.get_shard_for_key = open_shard_of
models.KinesisBackend.get_records = records_of

if __name__ == "__main__":
    main()
