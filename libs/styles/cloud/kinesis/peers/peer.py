"""A client of Kinesis in Python: `put URL STREAM ID TEXT`, or `take URL STREAM`, which prints the oldest record there is."""

import json
import struct
import sys
import time

import boto3

action, endpoint, name = sys.argv[1:4]
kinesis = boto3.client(
    "kinesis", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="peer", aws_secret_access_key="peer"
)

if action == "put":
    identifier, text = sys.argv[4:6]
    head = {
        "id": identifier,
        "sender": "python",
        "seq": 1,
        "type": "parley.test.v1.Notice",
        "contentType": "text/plain",
        "headers": {"greeting": "olá"},
    }
    encoded = json.dumps(head).encode()
    data = b"PY1\n" + struct.pack(">I", len(encoded)) + encoded + text.encode()
    kinesis.put_record(StreamName=name, PartitionKey="python", Data=data)
    print("put", flush=True)
else:
    shards = [shard["ShardId"] for shard in kinesis.list_shards(StreamName=name)["Shards"]]
    end = time.time() + 20
    found = None
    while found is None and time.time() < end:
        for shard in shards:
            iterator = kinesis.get_shard_iterator(StreamName=name, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
            for record in kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"]:
                found = found or record["Data"]
        time.sleep(0.2)
    (length,) = struct.unpack(">I", found[4:8])
    print(json.dumps({**json.loads(found[8 : 8 + length]), "text": found[8 + length :].decode()}))
