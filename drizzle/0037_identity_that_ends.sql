ALTER TABLE "chart_links" ADD COLUMN "message" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "email" text;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "checked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "ended_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "managers" ADD COLUMN "disabled_at" timestamp with time zone;--> statement-breakpoint
CREATE FUNCTION "disabled_stays_inactive"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."disabled_at" IS NOT NULL THEN
    NEW."active" := false;
  END IF;
  RETURN NEW;
END $$;--> statement-breakpoint
CREATE TRIGGER "managers_disabled" BEFORE INSERT OR UPDATE ON "managers" FOR EACH ROW EXECUTE FUNCTION "disabled_stays_inactive"();--> statement-breakpoint
ALTER TABLE "managers" ENABLE ALWAYS TRIGGER "managers_disabled";--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_waits";--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_stays";--> statement-breakpoint
ALTER TABLE "access_log" ENABLE ALWAYS TRIGGER "access_log_whole";--> statement-breakpoint
ALTER TABLE "access_seals" ENABLE ALWAYS TRIGGER "access_seals_stays";--> statement-breakpoint
ALTER TABLE "access_seals" ENABLE ALWAYS TRIGGER "access_seals_whole";
