-- A journal of schema 1, as the first preview of the program wrote it: one visit, two rework rows.
PRAGMA application_id = 2002938417;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE books (book TEXT PRIMARY KEY, path TEXT NOT NULL, fingerprint TEXT NOT NULL, state TEXT NOT NULL);
CREATE TABLE cases ("id", "day", "week", "hour", "started", "window", "clerk", "item", "visit", "matter", "outcome", "minutes", "complete", "papers_short", PRIMARY KEY (id)) WITHOUT ROWID;
INSERT INTO "cases" VALUES('C20260302-KD3Y323WGC','2026-03-02','2026-W10',9,'2026-03-02T09:05:00','A01','王','daolu-huoyun',1,'C20260302-KD3Y323WGC','补正',8.5,1,0);
CREATE TABLE current (
    kind TEXT NOT NULL, id TEXT NOT NULL, n INTEGER NOT NULL, first INTEGER NOT NULL,
    removed INTEGER NOT NULL, payload TEXT NOT NULL, PRIMARY KEY (kind, id)) WITHOUT ROWID;
INSERT INTO "current" VALUES('cases','C20260302-KD3Y323WGC',1,1,0,'{"id":"C20260302-KD3Y323WGC","matter":"C20260302-KD3Y323WGC","started":"2026-03-02T09:05:00","minutes":8.5,"window":"A01","clerk":"王","item":"daolu-huoyun","version":"2026.1","answers":{},"visit":1,"ticks":{"application":"present"},"outcome":"补正","override":"","note":""}');
INSERT INTO "current" VALUES('rework','R20260302-327E4JFFR2',2,2,0,'{"id":"R20260302-327E4JFFR2","date":"2026-03-02","window":"A01","clerk":"王","item":"daolu-huoyun","version":"2026.1","cause":"材料缺失","detail":"缺件","material":"","side":"群众","notice_omission":false,"visits":1,"handling":"","measure":"","owner":"","due":null,"state":"待整改","review":"","note":"第一版流水里的一行","case":"C20260302-KD3Y323WGC"}');
INSERT INTO "current" VALUES('rework','R20260303-XNJ9FHKMT5',3,3,0,'{"id":"R20260303-XNJ9FHKMT5","date":"2026-03-03","window":"A01","clerk":"李","item":"daolu-huoyun","version":"2026.1","cause":"信息错误","detail":"","material":"","side":"窗口","notice_omission":false,"visits":1,"handling":"","measure":"","owner":"","due":null,"state":"待整改","review":"","note":"","case":null}');
CREATE TABLE events (
    n INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,
    action TEXT NOT NULL, origin TEXT NOT NULL, payload TEXT NOT NULL);
INSERT INTO "events" VALUES(1,'2026-11-22T09:52:12','cases','C20260302-KD3Y323WGC','add','','{"id":"C20260302-KD3Y323WGC","matter":"C20260302-KD3Y323WGC","started":"2026-03-02T09:05:00","minutes":8.5,"window":"A01","clerk":"王","item":"daolu-huoyun","version":"2026.1","answers":{},"visit":1,"ticks":{"application":"present"},"outcome":"补正","override":"","note":""}');
INSERT INTO "events" VALUES(2,'2026-11-22T09:52:12','rework','R20260302-327E4JFFR2','add','','{"id":"R20260302-327E4JFFR2","date":"2026-03-02","window":"A01","clerk":"王","item":"daolu-huoyun","version":"2026.1","cause":"材料缺失","detail":"缺件","material":"","side":"群众","notice_omission":false,"visits":1,"handling":"","measure":"","owner":"","due":null,"state":"待整改","review":"","note":"第一版流水里的一行","case":"C20260302-KD3Y323WGC"}');
INSERT INTO "events" VALUES(3,'2026-11-22T09:52:12','rework','R20260303-XNJ9FHKMT5','add','','{"id":"R20260303-XNJ9FHKMT5","date":"2026-03-03","window":"A01","clerk":"李","item":"daolu-huoyun","version":"2026.1","cause":"信息错误","detail":"","material":"","side":"窗口","notice_omission":false,"visits":1,"handling":"","measure":"","owner":"","due":null,"state":"待整改","review":"","note":"","case":null}');
CREATE TABLE folded (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, book TEXT NOT NULL, n INTEGER NOT NULL,
    place INTEGER NOT NULL, cells TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE measures ("id", "day", "week", "window", "cause", "detail", "item", "material", "owner", "due", "state", "done", PRIMARY KEY (id)) WITHOUT ROWID;
CREATE TABLE rework ("id", "day", "week", "window", "clerk", "item", "cause", "detail", "material", "side", "notice_omission", "visits", "owner", "due", "state", "case_id", PRIMARY KEY (id)) WITHOUT ROWID;
INSERT INTO "rework" VALUES('R20260302-327E4JFFR2','2026-03-02','2026-W10','A01','王','daolu-huoyun','材料缺失','缺件','','群众',0,1,'',NULL,'待整改','C20260302-KD3Y323WGC');
INSERT INTO "rework" VALUES('R20260303-XNJ9FHKMT5','2026-03-03','2026-W10','A01','李','daolu-huoyun','信息错误','','','窗口',0,1,'',NULL,'待整改',NULL);
CREATE INDEX events_by_id ON events (kind, id);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE INDEX current_by_event ON current (kind, n);
CREATE INDEX cases_by_day ON cases (day);
CREATE INDEX cases_by_matter ON cases (matter);
CREATE INDEX rework_by_day ON rework (day);
CREATE INDEX rework_by_case_id ON rework (case_id);
CREATE INDEX measures_by_day ON measures (day);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('events',3);
COMMIT;
