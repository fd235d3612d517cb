ALTER TABLE "run_totals" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_totals" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_months" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_months" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_flows" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_flows" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_holders" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_holders" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_stakes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_stakes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_themes" ENABLE ROW LEVEL SECURITY;--> statement-breakpoint
ALTER TABLE "run_themes" FORCE ROW LEVEL SECURITY;--> statement-breakpoint
CREATE FUNCTION "note_assigned_customers"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "changed_branches" ("branch_id")
  SELECT DISTINCT "branch_id" FROM (
    (SELECT "id", "branch_id", "manager_id", "restricted_at" IS NULL FROM "earlier"
      EXCEPT SELECT "id", "branch_id", "manager_id", "restricted_at" IS NULL FROM "later")
    UNION ALL
    (SELECT "id", "branch_id", "manager_id", "restricted_at" IS NULL FROM "later"
      EXCEPT SELECT "id", "branch_id", "manager_id", "restricted_at" IS NULL FROM "earlier")) AS "changed";
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE FUNCTION "note_deleted_customers"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "changed_branches" ("branch_id") SELECT DISTINCT "branch_id" FROM "earlier";
  RETURN NULL;
END $$;--> statement-breakpoint
CREATE TRIGGER "customers_assigned" AFTER UPDATE ON "customers" REFERENCING OLD TABLE AS "earlier" NEW TABLE AS "later" FOR EACH STATEMENT EXECUTE FUNCTION "note_assigned_customers"();--> statement-breakpoint
CREATE TRIGGER "customers_deleted" AFTER DELETE ON "customers" REFERENCING OLD TABLE AS "earlier" FOR EACH STATEMENT EXECUTE FUNCTION "note_deleted_customers"();--> statement-breakpoint
ALTER TABLE "customers" ENABLE ALWAYS TRIGGER "customers_assigned";--> statement-breakpoint
ALTER TABLE "customers" ENABLE ALWAYS TRIGGER "customers_deleted";
