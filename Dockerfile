# The command line of Raftarium, without the page.
FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /raftarium
COPY . .
RUN cargo build --release --locked --bin raftarium

FROM debian:bookworm-slim
COPY --from=build /raftarium/target/release/raftarium /usr/local/bin/raftarium
USER 65532
ENTRYPOINT ["raftarium"]
