# The server and its workers: `docker build --tag quarterhour .`. docker-compose.yml puts the database beside them.
# The image brings its own Node, so npm's copy of it (the one package with an install script) is left out.

FROM node:24.21.0-bookworm-slim AS pages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY data/package.json data/
COPY isochrones/package.json isochrones/
COPY services/package.json services/
COPY web/package.json web/
COPY clients/typescript/package.json clients/typescript/
RUN npm ci --ignore-scripts
COPY tsconfig.json ./
COPY data data
COPY web web
RUN cd web && npx vite build

FROM node:24.21.0-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
COPY data/package.json data/
COPY isochrones/package.json isochrones/
COPY services/package.json services/
COPY web/package.json web/
COPY clients/typescript/package.json clients/typescript/
RUN npm ci --omit=dev --ignore-scripts --workspace data --workspace isochrones --workspace services \
  && npm cache clean --force
COPY data data
COPY isochrones isochrones
COPY services services
COPY --from=pages /app/web/dist web/dist

RUN install --directory --owner node --group node /var/lib/quarterhour
ENV HOST=0.0.0.0 PORT=8080 QUARTERHOUR_DATA=/var/lib/quarterhour
VOLUME /var/lib/quarterhour
EXPOSE 8080
USER node
ENTRYPOINT ["node", "/app/services/src/cli/main.ts"]
CMD ["serve"]
