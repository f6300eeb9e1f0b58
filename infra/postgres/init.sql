-- Run once, when the data directory is empty: each service gets a role and a schema of its own, and no right to the others'.
\getenv directory_password DIRECTORY_PASSWORD
\getenv assessment_password ASSESSMENT_PASSWORD
\getenv planning_password PLANNING_PASSWORD
\getenv sessions_password SESSIONS_PASSWORD
\getenv evaluation_password EVALUATION_PASSWORD
\getenv history_password HISTORY_PASSWORD

REVOKE ALL ON DATABASE cairn FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;

-- Who may append to the event store and read it. Its owner is made with it, by infra/install-event-store.mjs.
CREATE ROLE cairn_app NOLOGIN;
GRANT CONNECT ON DATABASE cairn TO cairn_app;

CREATE ROLE directory LOGIN PASSWORD :'directory_password' IN ROLE cairn_app;
CREATE ROLE assessment LOGIN PASSWORD :'assessment_password' IN ROLE cairn_app;
CREATE ROLE planning LOGIN PASSWORD :'planning_password' IN ROLE cairn_app;
CREATE ROLE sessions LOGIN PASSWORD :'sessions_password' IN ROLE cairn_app;
CREATE ROLE evaluation LOGIN PASSWORD :'evaluation_password' IN ROLE cairn_app;
CREATE ROLE history LOGIN PASSWORD :'history_password' IN ROLE cairn_app;

CREATE SCHEMA directory AUTHORIZATION directory;
CREATE SCHEMA assessment AUTHORIZATION assessment;
CREATE SCHEMA planning AUTHORIZATION planning;
CREATE SCHEMA sessions AUTHORIZATION sessions;
CREATE SCHEMA evaluation AUTHORIZATION evaluation;
CREATE SCHEMA history AUTHORIZATION history;
