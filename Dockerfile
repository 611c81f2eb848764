# One image for the api, the worker and the command line.
# It installs requirements-prod.lock, the subset of requirements.lock without the development tools: pip cannot take a
# subset of a hashed file by itself. `make lock` writes both, and tests/test_shape.py proves that they agree.

FROM python:3.11.15-slim-trixie AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /src
COPY requirements-prod.lock ./
RUN python -m venv /app \
    && /app/bin/pip install --require-hashes --only-binary :all: -r requirements-prod.lock
COPY . .
RUN /app/bin/pip install --no-deps --no-build-isolation . \
    && /app/bin/pip uninstall --yes setuptools pip

FROM python:3.11.15-slim-trixie
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin kemitraan
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001
ENTRYPOINT ["kemitraan"]
