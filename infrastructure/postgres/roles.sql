-- One role and one database per service, and a reading role for the exporter. Safe to repeat: it
-- also sets the passwords to what the environment says. Run by psql as the superuser:
--   psql --set ON_ERROR_STOP=1 --file roles.sql
-- Each service owns its own database and can connect to no other.
\set QUIET on
\getenv order_service ORDER_SERVICE_DB_PASSWORD
\getenv inventory_service INVENTORY_SERVICE_DB_PASSWORD
\getenv payment_service PAYMENT_SERVICE_DB_PASSWORD
\getenv user_service USER_SERVICE_DB_PASSWORD
\getenv notification_service NOTIFICATION_SERVICE_DB_PASSWORD
\getenv postgres_exporter POSTGRES_EXPORTER_DB_PASSWORD

CREATE TEMPORARY TABLE lab_roles (name text, password text, owns_database boolean);
INSERT INTO lab_roles VALUES
  ('order_service', :'order_service', true),
  ('inventory_service', :'inventory_service', true),
  ('payment_service', :'payment_service', true),
  ('user_service', :'user_service', true),
  ('notification_service', :'notification_service', true),
  ('postgres_exporter', :'postgres_exporter', false);

SELECT format('CREATE ROLE %I LOGIN', name) FROM lab_roles
  WHERE name NOT IN (SELECT rolname FROM pg_roles) \gexec
SELECT format('ALTER ROLE %I PASSWORD %L', name, password) FROM lab_roles \gexec
SELECT format('CREATE DATABASE %I OWNER %I', name, name) FROM lab_roles
  WHERE owns_database AND name NOT IN (SELECT datname FROM pg_database) \gexec
SELECT format('REVOKE ALL ON DATABASE %I FROM PUBLIC', name) FROM lab_roles WHERE owns_database \gexec
SELECT format('GRANT CONNECT ON DATABASE %I TO postgres_exporter', name) FROM lab_roles WHERE owns_database \gexec

GRANT pg_monitor TO postgres_exporter;
CREATE EXTENSION IF NOT EXISTS pg_stat_statements;
