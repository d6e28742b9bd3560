# Two stages: the first has a compiler, the second only the program.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential perl make pkg-config \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /build
COPY . .
# TLS to PostgreSQL needs OpenSSL, which is compiled in here.
RUN cargo build --release --locked --features postgres-tls

FROM debian:bookworm-slim
# The key that signs anchors lies apart from what it signs.
RUN useradd --system --uid 10001 --home-dir /data --create-home jointfund \
    && install -d -o jointfund -m 0700 /keys
COPY --from=build /build/target/release/jointfund /usr/local/bin/jointfund
USER 10001
WORKDIR /data
VOLUME ["/data", "/keys"]
EXPOSE 8080
ENV JOINTFUND_SERVER__BIND=0.0.0.0:8080
ENV JOINTFUND_ANCHORS__KEY_FILE=/keys/anchor-key
ENTRYPOINT ["jointfund"]
CMD ["serve"]
