"""What the other tests may count on."""

import psycopg
import redis

from tests.support.stack import Stack, new_database


def test_each_store_answers_at_the_stacks_addresses(stack: Stack):
    with psycopg.connect(stack.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    for url in (stack.redis_url, stack.state_url):
        with redis.Redis.from_url(url) as client:
            assert client.ping()
    stored = stack.s3_client()
    stored.put_object(Bucket=stack.settings.s3.bucket, Key="greeting", Body=b"hello")
    answer = stored.get_object(Bucket=stack.settings.s3.bucket, Key="greeting")
    assert answer["Body"].read() == b"hello"


def test_a_new_database_is_migrated_and_apart(stack: Stack):
    with new_database(stack.settings) as url:
        assert url != stack.database_url
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT to_regclass('alembic_version')").fetchone() != (None,)
