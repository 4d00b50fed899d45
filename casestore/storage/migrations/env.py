"""Run by Alembic: applies the migrations to the database of the configuration."""

from alembic import context
from sqlalchemy import NullPool, create_engine

from casestore.storage.tables import Table

engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Table.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
