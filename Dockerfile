# One image for the API, the workers and every command: the arguments are those of `netgrader`.
# No build step: Node runs the TypeScript sources by stripping their types.
FROM node:24-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app

# Where no registry can be reached, deploy/offline/node_modules is taken (docs/deploying.md says how it is made).
# Optional dependencies are the embedded Postgres, Node itself and native speed-ups: none is needed here.
COPY package.json package-lock.json .npmrc deploy/offline/ ./
RUN test -d node_modules || npm ci --omit=dev --omit=optional --ignore-scripts

COPY db db
COPY lab/recorded lab/recorded
COPY rubric rubric
COPY setup setup
COPY workers workers
COPY services services
COPY deploy/probe.mjs deploy/probe.mjs

# By number, so that Kubernetes can tell that it is not root. It is the account `node` of the base image.
USER 1000:1000
ENTRYPOINT ["node", "services/cli/main.ts"]
CMD ["--help"]
