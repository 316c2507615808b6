BEGIN TRANSACTION;
CREATE TABLE body (
        entry INTEGER PRIMARY KEY REFERENCES entry (number),
        data TEXT NOT NULL
    , redacted_by INTEGER REFERENCES entry (number)) STRICT;
INSERT INTO "body" VALUES(1,'{"dropped":[],"placed":[],"themes":[{"bullets":["b1"],"confidences":[0.9],"exemplars":["b1"],"id":"t1","keywords":["æble"],"parent":null,"phrases":["Æbler"],"title":"Æbler"}],"uncertain":[]}',NULL);
INSERT INTO "body" VALUES(2,'{"theme":"t1","title":"Æbler og pærer"}',NULL);
CREATE TABLE bullet (
        id TEXT PRIMARY KEY,
        document TEXT NOT NULL REFERENCES document (path) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        is_present INTEGER NOT NULL,
        data TEXT NOT NULL
    ) STRICT;
INSERT INTO "bullet" VALUES('b1','bord1.txt',0,1,'{"flags":[],"id":"b1","kind":"idé","meeting":{"date":"2025-05-03","event":"","host":"Asta Hvidkilde","host_role":"","place":"Nærum Kro","table":"1"},"parent":null,"section":"Idéer","source":{"line":7,"page":null,"path":"bord1.txt"},"text":"Flere æbletræer i parken"}');
CREATE TABLE document (
        path TEXT PRIMARY KEY,
        sha256 TEXT NOT NULL,
        meeting TEXT NOT NULL
    ) STRICT;
INSERT INTO "document" VALUES('bord1.txt','0000000000000000000000000000000000000000000000000000000000000000','{"date":"2025-05-03","event":"","host":"Asta Hvidkilde","host_role":"","place":"Nærum Kro","table":"1"}');
CREATE TABLE entry (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        by TEXT NOT NULL,
        kind TEXT NOT NULL
    ) STRICT;
INSERT INTO "entry" VALUES(1,'e1','2025-05-03T12:00:00+00:00','temaer','propose');
INSERT INTO "entry" VALUES(2,'e2','2025-05-03T12:05:00+00:00','Åse','rename');
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
INSERT INTO "fact" VALUES('run','{"model":"prøve"}');
CREATE TABLE forgotten (
        mark TEXT PRIMARY KEY,
        entry INTEGER NOT NULL REFERENCES entry (number)
    ) STRICT;
CREATE INDEX bullet_document ON bullet (document, position);
CREATE TRIGGER entry_is_kept BEFORE DELETE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER entry_is_final BEFORE UPDATE ON entry
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER body_is_kept BEFORE DELETE ON body
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER body_is_final BEFORE UPDATE ON body
        WHEN NEW.entry <> OLD.entry OR NEW.redacted_by IS NULL OR NOT EXISTS (
            SELECT 1 FROM entry WHERE number = NEW.redacted_by AND kind = 'forget'
            AND number = (SELECT max(number) FROM entry)
        )
        BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
COMMIT;
