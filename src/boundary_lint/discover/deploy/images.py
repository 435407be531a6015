"""What the name of an image tells: which engine it runs, or which language a base image is for."""

from __future__ import annotations

import re

_ENGINES: dict[str, str] = {
    "postgresql": "postgres postgresql postgis timescaledb timescaledb-ha pgvector postgresql-repmgr postgresql-ha alloydbomni spilo-15",
    "mysql": "mysql mysql-server mariadb percona percona-server mariadb-galera",
    "mongodb": "mongo mongodb mongodb-community-server mongodb-sharded",
    "redis": "redis redis-stack redis-stack-server valkey keydb dragonfly redis-cluster redis-sentinel",
    "memcached": "memcached",
    "rabbitmq": "rabbitmq",
    "kafka": "kafka cp-kafka cp-server redpanda kafka-native spotify-kafka cp-enterprise-kafka strimzi-kafka",
    "zookeeper": "zookeeper cp-zookeeper",
    "nats": "nats nats-streaming nats-server",
    "activemq": "activemq artemis activemq-artemis activemq-classic",
    "pulsar": "pulsar pulsar-all",
    "mosquitto": "eclipse-mosquitto mosquitto emqx vernemq hivemq-ce",
    "elasticsearch": "elasticsearch opensearch elasticsearch-oss",
    "solr": "solr", "typesense": "typesense", "meilisearch": "meilisearch",
    "cassandra": "cassandra scylla", "cockroachdb": "cockroach cockroachdb", "clickhouse": "clickhouse clickhouse-server",
    "influxdb": "influxdb", "neo4j": "neo4j", "dynamodb": "dynamodb-local dynamodb", "couchdb": "couchdb", "couchbase": "couchbase",
    "mssql": "mssql-server azure-sql-edge mssql-server-linux", "oracle": "oracle-xe oracle-free oracle-database", "sqlite": "sqlite",
    "qdrant": "qdrant", "weaviate": "weaviate", "milvus": "milvus", "chroma": "chroma", "arangodb": "arangodb", "orientdb": "orientdb",
    "rethinkdb": "rethinkdb", "eventstore": "eventstore eventstoredb", "surrealdb": "surrealdb", "tidb": "tidb",
    "minio": "minio mc", "localstack": "localstack localstack-pro", "azurite": "azurite", "elasticmq": "elasticmq elasticmq-native",
    "goaws": "goaws", "pgbouncer": "pgbouncer pgpool pgpool-ii",
    "etcd": "etcd", "consul": "consul", "vault": "vault", "eureka": "eureka eureka-server", "nacos": "nacos-server",
    "proxy": "nginx nginx-unprivileged traefik haproxy envoy caddy kong httpd apache2 openresty nginx-proxy varnish krakend tyk-gateway swag gce-proxy cloud-sql-proxy apisix squid"
    " ingress-nginx-controller linkerd-proxy oauth2-proxy nginx-proxy-manager",
    "monitoring": "prometheus grafana loki promtail tempo mimir alertmanager jaeger all-in-one zipkin zipkin-slim otel-collector opentelemetry-collector"
    " opentelemetry-collector-contrib statsd graphite-statsd graphite fluentd fluent-bit kibana logstash filebeat metricbeat apm-server cadvisor"
    " node-exporter postgres-exporter redis-exporter redis_exporter mysqld-exporter rabbitmq-exporter kafka-exporter statsd-exporter"
    " blackbox-exporter pushgateway datadog-agent agent netdata victoria-metrics opensearch-dashboards seq alloy telegraf chronograf",
    "console": "adminer phpmyadmin pgadmin4 pgadmin mongo-express redis-commander redisinsight redis-insight kafdrop kafka-ui akhq cmak kafka-manager control-center"
    " kafka-topics-ui flower rabbitmq-management portainer dbeaver cloudbeaver swagger-ui swagger-editor dozzle rq-dashboard kowl"
    " cp-enterprise-control-center zoonavigator apisix-dashboard portainer-ce metabase graphql-engine cerebro dejavu kubernetes-dashboard",
    "mail": "mailhog mailpit maildev mailcatcher smtp4dev postfix docker-mailserver fake-smtp-server",
    "identity": "keycloak dex hydra kratos authentik zitadel openldap",
    "connect": "cp-kafka-connect connect kafka-connect debezium cp-schema-registry schema-registry cp-ksqldb-server ksqldb-server cp-ksqldb-cli"
    " cp-kafka-rest kafka-rest",
    "tool": "busybox wait-for-dependencies dockerize wait-for-it watchtower certbot letsencrypt ofelia selenium standalone-chrome docker dind vegeta k6"
    " toxiproxy wiremock mockserver httpbin git-sync nfs-server pause kubectl jenkins sonarqube gitlab-ce gitlab-runner nexus3 registry helm alpine-curl curl git",
}  # fmt: skip
"""Engine -> the images that run it, without registry and owner. Databases of one family bear one name."""

_BY_IMAGE = {image: engine for engine, images in _ENGINES.items() for image in images.split()}

_OWNED = {
    "mssql/server": "mssql",
    "oracle/database": "oracle",
    "temporalio/auto-setup": "temporal",
    "temporalio/ui": "console",
}
"""Images whose name alone says too little."""

_LANGUAGES: dict[str, str] = {
    "python": "python miniconda3 anaconda3 micromamba mambaforge miniforge3 uwsgi-nginx-flask uvicorn-gunicorn-fastapi uvicorn-gunicorn"
    " meinheld-gunicorn-flask uwsgi-nginx pypy tensorflow pytorch jupyter airflow superset django uv",
    "javascript": "node bun deno pm2",
    "go": "golang go",
    "java": "openjdk java maven gradle eclipse-temurin amazoncorretto adoptopenjdk tomcat jdk jre ibmjava zulu-openjdk corretto",
    "c#": "aspnet sdk dotnet runtime",
    "ruby": "ruby rails jruby",
    "php": "php composer wordpress",
    "rust": "rust",
    "elixir": "elixir erlang",
    "scala": "sbt scala",
    "kotlin": "kotlin",
    "c++": "gcc",
    "haskell": "haskell",
}  # fmt: skip

_BY_BASE = {image: language for language, images in _LANGUAGES.items() for image in images.split()}

_TAIL = re.compile(r"(-(alpine|server|slim|master|primary|replica|slave|standalone|\d[\w.]*))+$")


def name_of(image: str) -> str:
    """Return an image without registry, tag and digest."""
    image = image.strip().partition("@")[0]
    first, slash, rest = image.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        image = rest
    folder, slash, last = image.rpartition("/")
    return f"{folder}{slash}{last.partition(':')[0]}"


def engine_of(image: str) -> str:
    """Return the engine that an image runs, "" where it is none that we know."""
    name = name_of(image).lower()
    for tail in _OWNED:
        if name == tail or name.endswith("/" + tail):
            return _OWNED[tail]
    base = name.rpartition("/")[2]
    return _BY_IMAGE.get(base) or _BY_IMAGE.get(_TAIL.sub("", base), "")


def language_of(image: str) -> str:
    """Return the language that a base image is made for, "" where not known."""
    name = name_of(image).lower()
    base = _TAIL.sub("", name.rpartition("/")[2])
    return _BY_BASE.get(base) or next((_BY_BASE[part] for part in re.split(r"[-_/]", name) if part in _BY_BASE), "")
