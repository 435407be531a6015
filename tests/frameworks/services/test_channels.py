"""Who consumes what others publish: bound queues, patterns, tasks, guesses, and who waits for an answer."""

from __future__ import annotations

from boundary_lint.facts.program import ProgramFacts
from boundary_lint.graph.channels import channel_links
from boundary_lint.pipeline.examples import example_facts

PIKA = "import pika\nchannel = pika.BlockingConnection().channel()\n"


def facts_of(**services: str) -> ProgramFacts:
    """Return the facts of services that are one module each, built from folders of their names."""
    compose = "services:\n" + "".join(f"  {name}:\n    build: ./{name}\n" for name in services)
    return example_facts({"docker-compose.yml": compose, **{f"{n}/main.py": text for n, text in services.items()}})


def edges(found: ProgramFacts) -> set[tuple[str, str, str]]:
    """Return (from, to, channel that the publisher names)."""
    service_of = {module.file: module.service for module in found.modules}
    uses = found.channel_uses
    ends = ((uses[i], uses[j]) for i, j in channel_links(found))
    return {(service_of[a.file], service_of[b.file], a.channel) for a, b in ends}


def test_queue_that_another_service_binds() -> None:
    found = facts_of(
        setup=PIKA + "channel.queue_bind('bills', 'shop', 'order.#')\n",
        bills=PIKA + "channel.basic_consume('bills', print)\n",
        shop=PIKA
        + "channel.basic_publish('shop', 'order.paid.late', b'')\nchannel.basic_publish('shop', 'stock.low', b'')\n",
    )
    assert edges(found) == {("shop", "bills", "shop:order.paid.late")}


def test_publisher_that_declares_the_queue_is_no_consumer() -> None:
    found = facts_of(
        shop=PIKA + "channel.queue_bind('bills', 'shop', 'paid')\nchannel.basic_publish('shop', 'paid', b'')\n",
        bills=PIKA + "channel.basic_consume('bills', print)\n",
    )
    assert edges(found) == {("shop", "bills", "shop:paid")}


def test_fanout_needs_no_key_and_an_unknown_key_is_any() -> None:
    found = facts_of(
        shop=PIKA
        + "def tell(key):\n    channel.basic_publish('news', '', b'')\n    channel.basic_publish('shop', key, b'')\n",
        mail=PIKA
        + "q = channel.queue_declare('').method.queue\nchannel.queue_bind(q, 'news')\nchannel.basic_consume(q, print)\n",
        bills=PIKA + "channel.queue_bind('bills', 'shop', 'paid')\nchannel.basic_consume('bills', print)\n",
    )
    assert edges(found) == {("shop", "mail", "news"), ("shop", "bills", "shop:{}")}


def test_messages_to_the_default_exchange_do_not_reach_an_exchange() -> None:
    found = facts_of(
        shop=PIKA + "channel.basic_publish('', 'paid', b'')\n",
        bills=PIKA + "channel.queue_bind('bills', 'shop', 'paid')\nchannel.basic_consume('bills', print)\n",
    )
    assert edges(found) == set()


def test_wildcards_are_those_of_the_protocol() -> None:
    found = facts_of(
        shop="import nats\nasync def f():\n    c = await nats.connect('n')\n    await c.publish('a.b.c', b'')\n",
        all="import nats\nasync def f():\n    c = await nats.connect('n')\n    await c.subscribe('a.>')\n",
        one="import nats\nasync def f():\n    c = await nats.connect('n')\n    await c.subscribe('a.*')\n",
        hot="import redis\nredis.Redis().pubsub().psubscribe('a.*')\n",
    )
    assert edges(found) == {("shop", "all", "a.b.c")}


def test_topic_of_a_variable_that_nobody_sets_is_guessed_by_name() -> None:
    consumer = "import os\nfrom confluent_kafka import Consumer\nc = Consumer({})\nc.subscribe([os.environ['TOPIC']])\n"
    found = facts_of(
        shop="from confluent_kafka import Producer\np = Producer({})\np.produce('mail_topic')\np.produce('other')\n",
        mail=consumer,
        bills=consumer,
    )
    assert edges(found) == {("shop", "mail", "mail_topic")}
    assert {u.confidence for u in found.channel_uses if u.channel == "mail_topic" and u.side == "consume"} == {"low"}


def test_equal_default_names_of_tasks_stay_within_their_service() -> None:
    task = "from celery import shared_task\n@shared_task\ndef add(a):\n    pass\n\ndef run():\n    add.delay(1)\n"
    found = facts_of(shop=task, mail=task)
    assert edges(found) == {("shop", "shop", "main.add"), ("mail", "mail", "main.add")}


def test_task_that_is_sent_by_name_and_awaited_is_a_call() -> None:
    found = facts_of(
        shop="from celery import Celery\napp = Celery('x')\ndef run():\n    return app.send_task('main.add').get()\n",
        sums="from celery import shared_task\n@shared_task\ndef add(a):\n    pass\n",
    )
    assert edges(found) == {("shop", "sums", "main.add")}
    assert [(c.service, c.sync, c.timeout, c.path) for c in found.calls] == [("sums", True, "none", "main.add")]


def test_lists_are_queues_where_somebody_waits() -> None:
    found = facts_of(
        shop="import redis\nr = redis.Redis()\nr.lpush('jobs', 1)\nr.lpush('history', 1)\n",
        work="import redis\nredis.Redis().brpop('jobs')\n",
    )
    assert edges(found) == {("shop", "work", "jobs")}
    assert {use.channel for use in found.channel_uses} == {"jobs"}


def test_procedures_are_found_by_the_name_of_their_class() -> None:
    found = facts_of(
        web="from nameko.rpc import RpcProxy\nclass Web:\n    name = 'web'\n    stock = RpcProxy('things')\n"
        "    def f(self):\n        self.stock.take(1)\n",
        store="from nameko.rpc import rpc\nclass Things:\n    name = 'things'\n    @rpc\n    def take(self, n):\n        pass\n",
    )
    assert [(c.service, c.endpoint) for c in found.calls] == [("store", "things.take")]


def test_queue_that_hands_on_what_fails() -> None:
    found = facts_of(
        bills=PIKA
        + "channel.queue_declare('bills', arguments={'x-delivery-limit': 5})\nchannel.basic_consume('bills', print)\n",
        mail=PIKA + "channel.queue_declare('mail')\nchannel.basic_consume('mail', print)\n",
    )
    assert {use.channel: use.dead_letters for use in found.channel_uses} == {"bills": True, "mail": False}


def test_helper_tells_the_channels_of_its_callers_alone() -> None:
    found = facts_of(
        shop=PIKA
        + "def send(key, body):\n    channel.basic_publish('', key, body)\n\ndef run():\n    send('a', 1)\n    send('b', 2)\n",
        work=PIKA + "channel.basic_consume('a', print)\n",
    )
    published = {(use.channel, use.line, use.sink_line) for use in found.channel_uses if use.side == "publish"}
    assert published == {("a", 7, 4), ("b", 8, 4)}
    assert edges(found) == {("shop", "work", "a")}


def test_helpers_of_helpers_tell_only_the_outermost_callers() -> None:
    found = facts_of(
        shop=PIKA
        + "def send(key, body):\n    channel.basic_publish('', key, body)\n\n"
        + "def remind(who):\n    send(f'{who}.late', 1)\n\ndef run():\n    remind('customer')\n",
        work=PIKA + "channel.basic_consume('customer.late', print)\n",
    )
    published = {(use.channel, use.line) for use in found.channel_uses if use.side == "publish"}
    assert published == {("customer.late", 10)}


def test_services_without_manifests_are_folders_with_dependencies_in_which_something_serves() -> None:
    stream = "from fastapi import FastAPI\nimport redis\napp = FastAPI()\nr = redis.Redis()\n"
    found = example_facts(
        {
            "shop/requirements.txt": "fastapi\n",
            "shop/main.py": stream + "r.xadd('sold', {})\n",
            "stock/requirements.txt": "redis\n",
            "stock/main.py": stream,
            "stock/consumer.py": "from main import r\nKEY = 'sold'\nr.xreadgroup('g', 'c', {KEY: '>'})\n",
            "docs/requirements.txt": "sphinx\n",
            "docs/conf.py": "import sphinx\n",
        }
    )
    assert [service.name for service in found.services] == ["shop", "stock"]
    assert edges(found) == {("shop", "stock", "sold")}


def test_a_consumer_of_unknown_keys_takes_those_that_its_code_gives_names_to() -> None:
    listen = (
        "def listen(keys):\n    q = channel.queue_declare('').method.queue\n"
        "    for key in keys:\n        channel.queue_bind(q, 'shop', key)\n    channel.basic_consume(q, print)\n"
    )
    found = facts_of(
        shop=PIKA
        + "channel.basic_publish('shop', 'order:paid', b'')\nchannel.basic_publish('shop', 'stock:low', b'')\n",
        bills=PIKA + "class Subjects:\n    PAID = 'order:paid'\n" + listen,
        stock=PIKA + "HANDLERS = {'stock:low': print}\n" + listen,
        audit=PIKA + listen,
    )
    assert edges(found) == {
        ("shop", "bills", "shop:order:paid"),
        ("shop", "stock", "shop:stock:low"),
        ("shop", "audit", "shop:order:paid"),
        ("shop", "audit", "shop:stock:low"),
    }
