CREATE TABLE "access_seals" (
	"place" bigint PRIMARY KEY NOT NULL,
	"entry_id" bigint NOT NULL,
	"hash" char(64) NOT NULL
);
--> statement-breakpoint
CREATE TABLE "access_unsealed" (
	"entry_id" bigint PRIMARY KEY NOT NULL
);
--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "identity" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "address" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "outcome" text DEFAULT 'allowed' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "reason" text;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "on_behalf_of" integer[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "asked" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "shown" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "access_log" ADD COLUMN "message" text;--> statement-breakpoint
CREATE UNIQUE INDEX "access_seals_entry" ON "access_seals" USING btree ("entry_id");--> statement-breakpoint
CREATE INDEX "access_log_at" ON "access_log" USING btree ("at");--> statement-breakpoint
CREATE INDEX "access_log_message" ON "access_log" USING btree ("message") WHERE message is not null;--> statement-breakpoint
INSERT INTO "access_unsealed" SELECT "id" FROM "access_log";--> statement-breakpoint
CREATE FUNCTION "access_entry_waits"() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
  INSERT INTO "access_unsealed" VALUES (NEW."id");
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "access_log_waits" AFTER INSERT ON "access_log" FOR EACH ROW EXECUTE FUNCTION "access_entry_waits"();--> statement-breakpoint
CREATE FUNCTION "access_entry_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('bellwether.work', true) = 'retention' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'The log of access is only added to: a row of % is not changed, and deleted by retention alone.', TG_TABLE_NAME;
END $$;--> statement-breakpoint
CREATE TRIGGER "access_log_stays" BEFORE UPDATE OR DELETE ON "access_log" FOR EACH ROW EXECUTE FUNCTION "access_entry_stays"();--> statement-breakpoint
CREATE TRIGGER "access_log_whole" BEFORE TRUNCATE ON "access_log" FOR EACH STATEMENT EXECUTE FUNCTION "access_entry_stays"();--> statement-breakpoint
CREATE TRIGGER "access_seals_stays" BEFORE UPDATE OR DELETE ON "access_seals" FOR EACH ROW EXECUTE FUNCTION "access_entry_stays"();--> statement-breakpoint
CREATE TRIGGER "access_seals_whole" BEFORE TRUNCATE ON "access_seals" FOR EACH STATEMENT EXECUTE FUNCTION "access_entry_stays"();
