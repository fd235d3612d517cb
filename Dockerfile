# The version of Node stands here for the image, and a test holds it to the one in package.json.
ARG NODE_VERSION=24.21.0

FROM node:${NODE_VERSION}-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs to run anything when it is installed.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
# What the reader of sentences learns, and an empty store: no start has to make them. A demo bank would be old by the time it is used.
RUN DEMO=off node bin/prepare.js \
  && node deploy/image/leave-out.ts \
  && chmod -R a+rX .

FROM node:${NODE_VERSION}-bookworm-slim
# npm is for building; without it there is less to keep up to date.
RUN rm -rf /usr/local/lib/node_modules /opt/yarn* /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/yarn /usr/local/bin/yarnpkg /usr/local/bin/corepack \
  && install -d -o 1000 -g 1000 -m 700 /data \
  && ln -s /app/bin/bellwether.js /usr/local/bin/bellwether
WORKDIR /app
COPY --from=build /app /app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
# By number, so that a cluster can see that it is not root.
USER 1000:1000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "src/main.ts"]
