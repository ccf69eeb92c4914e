# The command line of Raftarium: a search, or a node of a real cluster (compose.yaml). With the page, if it was built before
# (cargo xtask build).
FROM rust:1.95.0-slim-bookworm AS build
WORKDIR /raftarium
COPY . .
RUN cargo build --release --locked --bin raftarium && mkdir -p /data dist

FROM debian:bookworm-slim
COPY --from=build /raftarium/target/release/raftarium /usr/local/bin/raftarium
COPY --from=build /raftarium/dist /usr/local/bin/dist
# A volume takes over the owner of the folder that it covers.
COPY --from=build --chown=65532:65532 /data /data
USER 65532
# The status asks the thread that owns the replica. For a search there is no server, and nothing that is unhealthy.
HEALTHCHECK --interval=5s --timeout=3s --start-period=5s \
  CMD [ -z "$NODE_ID" ] || raftarium ctl --node "127.0.0.1:${PORT:-3000}" status > /dev/null
ENTRYPOINT ["raftarium"]
